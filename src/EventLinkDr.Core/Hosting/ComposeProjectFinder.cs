using System.Text.RegularExpressions;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>Finds a compose project the way <c>docker compose</c> does: <c>COMPOSE_FILE</c>, else the current directory and its parents.</summary>
internal sealed partial class ComposeProjectFinder(ILocalHost host)
{
    private static readonly string[] FileNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
    private static readonly string[] OverrideNames =
        ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

    /// <summary>The project in a directory that was named.</summary>
    /// <exception cref="DrException"><c>TargetNotFound</c> when there is none; <c>TargetInvalid</c> when its files cannot be understood.</exception>
    public ComposeProject At(string directory)
    {
        var full = Path.GetFullPath(directory, host.CurrentDirectory);
        // A path of the compose file itself names its directory.
        if (FileNames.Contains(Path.GetFileName(full)) && host.Exists(full)) full = Path.GetDirectoryName(full)!;
        var variables = Variables(full);
        // COMPOSE_FILE of the environment may name another project; the one of this directory's .env cannot.
        var files = DotEnv(full).GetValueOrDefault("COMPOSE_FILE") is { Length: > 0 } list && host.GetVariable("COMPOSE_FILE") is null
            ? SplitFiles(list, full, variables) : FilesIn(full);
        if (files.Count == 0)
            throw new DrException(ErrorTable.TargetNotFound, $"there is no compose project in {full}") { Expected = string.Join(", ", FileNames), Subject = full };
        return Make(files, full, variables);
    }

    /// <summary>The project of the current directory or the nearest parent that has one; null when there is none.</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>.</exception>
    public ComposeProject? Find()
    {
        var start = host.CurrentDirectory;
        if (Variables(start) is var variables && variables("COMPOSE_FILE") is { Length: > 0 } list)
        {
            var files = SplitFiles(list, start, variables);
            if (files.FirstOrDefault(file => !host.Exists(file)) is { } absent)
                throw new DrException(ErrorTable.TargetInvalid, $"COMPOSE_FILE names {absent}, which does not exist") { Subject = absent };
            var directory = Path.GetDirectoryName(files[0])!;
            return Make(files, directory, Variables(directory));
        }

        for (var directory = start; directory is not null; directory = Path.GetDirectoryName(directory))
            if (FilesIn(directory) is { Count: > 0 } files) return Make(files, directory, Variables(directory));
        return null;
    }

    private ComposeProject Make(IReadOnlyList<string> files, string directory, Func<string, string?> variables)
    {
        var name = variables("COMPOSE_PROJECT_NAME") is { Length: > 0 } given ? given
            : files.Select(file => NameIn(file, variables)).LastOrDefault(inFile => inFile is not null) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(directory));
        return new ComposeProject(Normalize(name), directory, files) { Variable = variables };
    }

    private List<string> FilesIn(string directory)
    {
        var files = new List<string>();
        if (FileNames.Select(name => Path.Combine(directory, name)).FirstOrDefault(host.Exists) is not { } file) return files;
        files.Add(file);
        if (OverrideNames.Select(name => Path.Combine(directory, name)).FirstOrDefault(host.Exists) is { } more) files.Add(more);
        return files;
    }

    private List<string> SplitFiles(string list, string directory, Func<string, string?> variables)
    {
        var separator = variables("COMPOSE_PATH_SEPARATOR") is { Length: > 0 } own ? own : host.IsWindows ? ";" : ":";
        return [.. list.Split(separator, StringSplitOptions.RemoveEmptyEntries).Select(file => Path.GetFullPath(file, directory))];
    }

    private Func<string, string?> Variables(string directory)
    {
        var values = DotEnv(directory);
        return name => host.GetVariable(name) ?? values.GetValueOrDefault(name);
    }

    private IReadOnlyDictionary<string, string> DotEnv(string directory)
    {
        var path = Path.Combine(directory, ".env");
        return host.ReadText(path) is { } text ? DotEnvFile.Parse(text, path, host.GetVariable) : new Dictionary<string, string>();
    }

    /// <summary>The top-level <c>name:</c> of a compose file. The rest of the file is compose's business, so there is no reader of YAML here.</summary>
    private string? NameIn(string file, Func<string, string?> variables) =>
        host.ReadText(file) is { } text && TopLevelName().Match(text) is { Success: true } match
            ? VariableExpansion.Expand(match.Groups["name"].Value, variables) is { Length: > 0 } name ? name : null
            : null;

    private static string Normalize(string name) =>
#pragma warning disable CA1308 // Compose's names are in lower case.
        string.Concat(name.ToLowerInvariant().Where(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')).TrimStart('_', '-');
#pragma warning restore CA1308

    [GeneratedRegex("""^name:[ \t]*(?<quote>["']?)(?<name>[^\r\n#]*?)\k<quote>[ \t]*(?:#[^\r\n]*)?\r?$""", RegexOptions.Multiline)]
    private static partial Regex TopLevelName();
}
