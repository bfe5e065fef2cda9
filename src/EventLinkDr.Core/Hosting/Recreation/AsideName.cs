using System.Text.RegularExpressions;

namespace EventLinkDr.Hosting.Recreation;

/// <summary>
/// The name a container has while another one takes its place. It says whose place and carries the container's own id, so that a later command
/// on any host knows an interrupted recreation by looking at the engine alone.
/// </summary>
internal static partial class AsideName
{
    private const int ShortId = 12;

    public static string Of(string name, string id) => $"{name}_replaced_{id[..ShortId]}";

    /// <summary>The name the container had; null for one that is not set aside.</summary>
    public static string? OriginalOf(string name, string id) =>
        Pattern().Match(name) is { Success: true } match && id.StartsWith(match.Groups[2].Value, StringComparison.Ordinal) ? match.Groups[1].Value : null;

    [GeneratedRegex("^(.+)_replaced_([0-9a-f]{12})$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
