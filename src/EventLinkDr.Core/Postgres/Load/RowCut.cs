namespace EventLinkDr.Postgres.Load;

/// <summary>Finds where COPY text may be cut between two sessions.</summary>
internal static class RowCut
{
    /// <summary>Length of the beginning that holds whole rows only; 0 when no row ends in it.</summary>
    public static int LastRowEnd(ReadOnlySpan<byte> data)
    {
        while (data.LastIndexOf((byte)'\n') is >= 0 and var end)
        {
            if (!IsEscaped(data[..end])) return end + 1;
            data = data[..end];
        }

        return 0;
    }

    /// <summary>Whether data ends with a row.</summary>
    public static bool EndsRow(ReadOnlySpan<byte> data) => !data.IsEmpty && data[^1] == '\n' && !IsEscaped(data[..^1]);

    /// <summary>A line end behind a backslash is part of a value; an even number of backslashes are backslashes themselves.</summary>
    private static bool IsEscaped(ReadOnlySpan<byte> before)
    {
        var count = before.Length - 1 - before.LastIndexOfAnyExcept((byte)'\\');
        return count % 2 == 1;
    }
}
