namespace EventLinkDr.Postgres.Dump;

/// <summary>Takes a comment line that stands between statements: its text from the two hyphens on, without line end.</summary>
internal delegate void DumpComment(ReadOnlySpan<byte> text);
