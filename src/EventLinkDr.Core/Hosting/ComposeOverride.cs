using System.Text.RegularExpressions;

namespace EventLinkDr.Hosting;

/// <summary>Finds a compose file that sets a variable to a fixed value: <c>environment:</c> wins over <c>env_file:</c>.</summary>
internal static class ComposeOverride
{
    /// <returns>The file's name; null where none does. A value taken from <c>.env</c> (<c>${NAME…}</c>) is no fixed one.</returns>
    public static string? Find(string? directory, string variable)
    {
        if (directory is null || !Directory.Exists(directory)) return null;
        var setting = new Regex($@"^\s*(-\s*)?[""']?{Regex.Escape(variable)}[""']?\s*[:=]\s*[""']?(?!\s*\$\{{?{Regex.Escape(variable)})\S", RegexOptions.Multiline | RegexOptions.CultureInvariant);
        return Directory.EnumerateFiles(directory, "*.y*ml").Where(file => Path.GetFileName(file).Contains("compose", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).FirstOrDefault(file => setting.IsMatch(File.ReadAllText(file))) is { } found ? Path.GetFileName(found) : null;
    }
}
