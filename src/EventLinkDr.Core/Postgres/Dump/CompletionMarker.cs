namespace EventLinkDr.Postgres.Dump;

/// <summary>The comment with which pg_dump ends its output.</summary>
internal static class CompletionMarker
{
    /// <summary>Its line, without line end.</summary>
    public static ReadOnlySpan<byte> Text => "-- PostgreSQL database dump complete"u8;

    /// <summary>Length of the marker with the empty comment lines round it, if it begins at this place; else 0.</summary>
    public static int LengthAt(DumpWindow window)
    {
        var at = 0;
        return Line(window, ref at, "--"u8) && Line(window, ref at, Text) && Line(window, ref at, "--"u8) ? at : 0;
    }

    private static bool Line(DumpWindow window, ref int at, ReadOnlySpan<byte> text)
    {
        if (!window.Ensure(at + text.Length + 1) || !window.Ahead[at..].StartsWith(text)) return false;
        at += text.Length;
        if (window.Peek(at) == '\r') at++;
        return window.Peek(at++) == '\n';
    }
}
