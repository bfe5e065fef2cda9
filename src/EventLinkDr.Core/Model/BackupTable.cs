namespace EventLinkDr.Model;

/// <summary>One table whose rows are in a backup.</summary>
public sealed record BackupTable
{
    /// <summary>Schema, unquoted.</summary>
    public required string Schema { get; init; }

    /// <summary>Name, unquoted.</summary>
    public required string Name { get; init; }

    /// <summary>Columns in the order of the COPY block, unquoted; generated columns are left out, as in pg_dump.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Condition of the rows kept, for an extension's configuration table (<c>WHERE …</c>); null for all rows.</summary>
    public string? Condition { get; init; }

    /// <summary>
    /// The partitioned table these rows load through when the partition cannot be addressed itself (<c>schema.name</c> as SQL); null for the table itself.
    /// </summary>
    public string? LoadVia { get; init; }

    /// <summary>Number of rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Length of the rows as COPY text, in bytes, end markers not counted.</summary>
    public required long Bytes { get; init; }

    /// <summary>Order-independent digest of the rows: 32 hexadecimal digits, see <c>docs/reference/manifest.md</c>.</summary>
    public required string Digest { get; init; }

    /// <summary><c>schema.name</c>, quoted only where needed to be read.</summary>
    public override string ToString() => $"{Schema}.{Name}";
}
