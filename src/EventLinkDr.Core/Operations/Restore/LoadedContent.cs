namespace EventLinkDr.Operations.Restore;

/// <summary>What was sent to the server.</summary>
internal sealed record LoadedContent
{
    /// <summary>Rows sent by table, as (schema, name).</summary>
    public required IReadOnlyDictionary<(string Schema, string Name), long> Rows { get; init; }

    /// <summary>Bytes of text handled.</summary>
    public long Bytes { get; init; }

    /// <summary>What of the dump is about the database itself (<c>ALTER DATABASE</c>, <c>GRANT … ON DATABASE</c>), to be applied to the new one.</summary>
    public IReadOnlyList<string> DatabaseStatements { get; init; } = [];

    /// <summary>What was left out, each in one sentence.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}
