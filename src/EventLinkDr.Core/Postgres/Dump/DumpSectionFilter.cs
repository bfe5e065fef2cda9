namespace EventLinkDr.Postgres.Dump;
internal static class DumpSectionFilter
{
    public static async Task CopyAsync(Stream input, Stream output, CancellationToken token)
    {
        using var reader = new StreamReader(input, System.Text.Encoding.Latin1);
        while (await reader.ReadLineAsync(token).ConfigureAwait(false) is { } line)
            if (!line.StartsWith("\\restrict ", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict ", StringComparison.Ordinal) && line != "-- PostgreSQL database dump complete")
                output.Write(System.Text.Encoding.Latin1.GetBytes(line + "\n"));
    }
}
