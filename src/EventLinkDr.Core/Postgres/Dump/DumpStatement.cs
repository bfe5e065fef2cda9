namespace EventLinkDr.Postgres.Dump;

/// <summary>What is understood of one statement of a dump.</summary>
internal sealed record DumpStatement
{
    /// <summary>What it does.</summary>
    public required StatementKind Kind { get; init; }

    /// <summary>Its first word in upper case.</summary>
    public required string Verb { get; init; }

    /// <summary>Kind of the object, in upper case (<c>MATERIALIZED VIEW</c>); empty where there is none.</summary>
    public string ObjectType { get; init; } = "";

    /// <summary>The object it names.</summary>
    public QualifiedName? Name { get; init; }

    /// <summary>The table it belongs to, where it is about a part of one: index, constraint, trigger, rule, policy, statistics.</summary>
    public QualifiedName? Table { get; init; }

    /// <summary>The table a foreign key points at.</summary>
    public QualifiedName? References { get; init; }

    /// <summary>Whether it stands alone on its table (<c>ONLY</c>), or the table has no part that it would reach.</summary>
    public bool IsOnly { get; init; }

    /// <summary>Whether it builds on an index that an earlier statement made.</summary>
    public bool UsesIndex { get; init; }

    /// <summary>Whether it says IF EXISTS or IF NOT EXISTS.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Roles it names.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The change of the session.</summary>
    public SessionChange? Change { get; init; }

    /// <summary>Rows an INSERT brings.</summary>
    public long Rows { get; init; }

    /// <summary>Values of a SELECT of a known function: the texts and numbers among its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Why a restore must not run it; null when it may.</summary>
    public string? Forbidden { get; init; }

    /// <summary>Whether it is nothing that could stand in a dump at all: then the file may be no dump.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>For a statement about a database: where its name stands in the text.</summary>
    public (int Start, int End) DatabaseAt { get; init; }

    /// <summary>For a person, without any text of the dump but names: <c>CREATE INDEX users_email on public.users</c>.</summary>
    public override string ToString()
    {
        var text = ObjectType.Length > 0 ? $"{Verb} {ObjectType}" : Verb;
        if (Name is not null) text += $" {Name}";
        return Table is not null && Table != Name ? $"{text} on {Table}" : text;
    }
}
