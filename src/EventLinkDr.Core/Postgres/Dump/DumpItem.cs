namespace EventLinkDr.Postgres.Dump;

/// <summary>What the scanner has found in a dump.</summary>
internal enum DumpItem
{
    /// <summary>Nothing more.</summary>
    End,
    /// <summary>An SQL statement.</summary>
    Statement,
    /// <summary>A <c>COPY … FROM stdin</c>; its rows follow.</summary>
    CopyBlock,
    /// <summary>A command for psql: a line that begins with a backslash.</summary>
    MetaCommand,
}
