namespace EventLinkDr.Model;

/// <summary>What a gzip member of a backup file holds.</summary>
public enum MemberKind
{
    /// <summary>The first lines: format, backup id, session settings, the one <c>\restrict</c>.</summary>
    Header,
    /// <summary>Definitions that come before the data.</summary>
    PreData,
    /// <summary>One COPY block, or a part of a table's rows as a COPY block of its own.</summary>
    TableData,
    /// <summary>Large objects.</summary>
    LargeObjects,
    /// <summary>Sequence values.</summary>
    Sequences,
    /// <summary>Definitions that come after the data: indexes, constraints, triggers.</summary>
    PostData,
    /// <summary>The end marker.</summary>
    Trailer,
}
