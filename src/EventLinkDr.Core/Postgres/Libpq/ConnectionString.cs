using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Libpq;

/// <summary>
/// Reads a connection string in any of the forms people have at hand: a URI, libpq's <c>host=… dbname=…</c>, or <c>Host=…;Database=…</c>.
/// No message quotes any of it: it may hold a password.
/// </summary>
internal static class ConnectionString
{
    /// <exception cref="DrException"><c>TargetInvalid</c>.</exception>
    public static LibpqSettings Parse(string text)
    {
        var trimmed = text.Trim();
        if (ConnectionUri.IsUri(trimmed)) return ConnectionUri.Parse(trimmed);
        // "Host=x;Database=y" would be one value of "host" to libpq, so the form with semicolons is tried first.
        if (trimmed.Contains(';', StringComparison.Ordinal) && AdoConnectionString.TryParse(trimmed) is { } ado) return ado;
        if (!trimmed.Contains('=', StringComparison.Ordinal))
            throw new DrException(ErrorTable.TargetInvalid, "the connection string is not one")
            {
                Expected = "postgresql://user@host:port/database, or host=… dbname=…, or Host=…;Database=…",
            };
        return char.IsAsciiLetterUpper(trimmed[0]) && AdoConnectionString.TryParse(trimmed) is { } single ? single : ConnectionInfo.Parse(trimmed);
    }

    /// <summary>An error in the connection string that says where and quotes nothing.</summary>
    internal static DrException Invalid(string what, int position) =>
        new(ErrorTable.TargetInvalid, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the connection string {what} (character {position + 1})"));
}
