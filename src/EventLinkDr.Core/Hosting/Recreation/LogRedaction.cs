namespace EventLinkDr.Hosting.Recreation;

/// <summary>Takes out of a program's log what its variables hold: a password there is one of them, or a part of a URL.</summary>
internal static class LogRedaction
{
    private const int Shortest = 4;

    private static readonly char[] PartsOfUrl = [':', '/', '@', '?', '&', '='];

    public static string Of(string text, IEnumerable<string> values)
    {
        var secrets = values.SelectMany(value => value.Split(PartsOfUrl).SelectMany(part => (string[])[part, Uri.UnescapeDataString(part)]).Append(value))
            .Where(part => part.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(part => part.Length);
        return secrets.Aggregate(text, (left, secret) => left.Replace(secret, "…", StringComparison.Ordinal));
    }
}
