namespace EventLinkDr.Model;

/// <summary>What belongs to the database itself and a plain dump does not carry.</summary>
public sealed record DatabaseProperties
{
    /// <summary>Owner.</summary>
    public required string Owner { get; init; }

    /// <summary>Encoding as the server names it (<c>UTF8</c>).</summary>
    public required string Encoding { get; init; }

    /// <summary><c>libc</c>, <c>icu</c> or <c>builtin</c>.</summary>
    public required string LocaleProvider { get; init; }

    /// <summary><c>LC_COLLATE</c>.</summary>
    public required string Collate { get; init; }

    /// <summary><c>LC_CTYPE</c>.</summary>
    public required string CType { get; init; }

    /// <summary>Locale of the provider (ICU or builtin); null for libc.</summary>
    public string? Locale { get; init; }

    /// <summary>ICU rules; null where there are none.</summary>
    public string? IcuRules { get; init; }

    /// <summary>Default tablespace.</summary>
    public string Tablespace { get; init; } = "pg_default";

    /// <summary>Connection limit; -1 for none.</summary>
    public int ConnectionLimit { get; init; } = -1;

    /// <summary>Comment; null for none.</summary>
    public string? Comment { get; init; }

    /// <summary>Access privileges (<c>datacl</c>) as the server prints each item; null for the default ones.</summary>
    public IReadOnlyList<string>? Privileges { get; init; }

    /// <summary>Settings of the database, and of roles in it.</summary>
    public IReadOnlyList<DatabaseSetting> Settings { get; init; } = [];
}
