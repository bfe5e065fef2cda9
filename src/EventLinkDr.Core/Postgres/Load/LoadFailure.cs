using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>Says what could not be loaded, by place and names, never by its text.</summary>
internal static class LoadFailure
{
    /// <summary>The error to throw in place of one.</summary>
    public static Exception Of(Exception error, string what, DumpPlace place)
    {
        if (error is not PostgresErrorException refused) return error;
        var kind = refused.Kind == ErrorTable.ServerError ? ErrorTable.LoadFailed : refused.Kind;
        return new DrException(kind, $"{what} ({place}{ColumnOf(refused)}) failed: {refused.Message.TrimEnd('.')}", error) { Subject = what };
    }

    // The server counts rows by session, of which there may be several: its line number would mislead.
    private static string ColumnOf(PostgresErrorException error) =>
        error.Where?.LastIndexOf(", column ", StringComparison.Ordinal) is >= 0 and var at ? error.Where[at..] : "";

    /// <summary>Whether a DROP failed because there is nothing to drop.</summary>
    public static bool IsAbsent(PostgresErrorException error) => error.SqlState is "42P01" or "42704" or "42883" or "3F000" or "42703";

    /// <summary>Whether a SET failed because the server has no such parameter.</summary>
    public static bool IsUnknownParameter(PostgresErrorException error) => error.SqlState is "42704";
}
