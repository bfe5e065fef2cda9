using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventLinkDr.Model;

namespace EventLinkDr.TestKit;

/// <summary>Runs the built <c>eventlinkdr</c> as an operator's script would: no terminal, nothing on standard input.</summary>
public static class CommandLine
{
    /// <summary>Variables that lead it to a database, as libpq reads them; no engine is to be found.</summary>
    public static Dictionary<string, string?> Reach(EventLinkTarget target, string database) => new()
    {
        ["PGHOST"] = target.Host, ["PGPORT"] = target.Port.ToString(CultureInfo.InvariantCulture), ["PGUSER"] = target.Username,
        ["PGPASSWORD"] = target.Password, ["PGDATABASE"] = database, ["DOCKER_HOST"] = "unix:///nonexistent/docker.sock",
    };

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Command and options.</param>
    /// <param name="environment">Variables to set; null removes one. Every <c>PG*</c> variable of the test's own environment is removed first.</param>
    /// <param name="directory">Working directory; a temporary one without a compose project when null.</param>
    public static async Task<ProgramResult> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null,
        string? directory = null)
    {
        using var process = Start(arguments, environment, directory);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs it in a terminal of its own, where a person types; the answers are typed ahead. What the screen showed is the output.</summary>
    public static async Task<ProgramResult> RunInTerminalAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment, params string[] answers)
    {
        var script = ForeignProgram.Require("script", "bsdutils");
        var line = string.Join(' ', arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "eventlinkdr.dll")).Prepend("dotnet").Select(word => $"'{word}'"));
        using var process = Start(script, ["-qec", line, "/dev/null"], environment, null);
        foreach (var answer in answers) await process.StandardInput.WriteLineAsync(answer);
        await process.StandardInput.FlushAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it and leaves it running, for tests that stop or kill it.</summary>
    public static Process Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? directory = null) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "eventlinkdr.dll"), .. arguments], environment, directory);

    private static Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment, string? directory)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = directory ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal) || name.StartsWith("COMPOSE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
