using System.Globalization;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Gathers what a restore must know of a dump while its statements pass.</summary>
internal sealed class DumpFactsCollector
{
    private const string RevisionTable = "alembic_version";

    private readonly Dictionary<QualifiedName, DumpTable> _tables = [];
    private readonly List<QualifiedName> _order = [];
    private readonly List<QualifiedName> _defined = [];
    private readonly SortedSet<string> _schemas = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _extensions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _roles = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _tablespaces = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<QualifiedName, BackupSequence> _sequences = [];
    private readonly HashSet<string> _largeObjects = [];
    private readonly List<DatabaseStatement> _database = [];
    private string? _clientEncoding;
    private PostgresVersion? _serverVersion;
    private PostgresVersion? _pgDumpVersion;
    private long _statements;

    /// <summary>Encoding of the names at this place of the dump.</summary>
    public Encoding Encoding { get; private set; } = Encoding.UTF8;

    /// <summary>Whether the dump has shown a line that only pg_dump writes.</summary>
    public bool LooksLikeADump { get; private set; }

    public void OnComment(ReadOnlySpan<byte> text)
    {
        LooksLikeADump |= text.SequenceEqual("-- PostgreSQL database dump"u8);
        if (text.StartsWith("-- Dumped from database version "u8)) _serverVersion ??= PostgresVersion.Find(Encoding.Latin1.GetString(text));
        else if (text.StartsWith("-- Dumped by pg_dump version "u8)) _pgDumpVersion ??= PostgresVersion.Find(Encoding.Latin1.GetString(text));
    }

    public void OnStatement(DumpStatement statement, DumpPlace place)
    {
        _statements++;
        foreach (var role in statement.Roles) _roles.Add(role);
        switch (statement.Kind)
        {
            case StatementKind.SessionChange:
                OnSessionChange(statement.Change!, place);
                break;
            case StatementKind.Insert when statement.Name is { } table:
                Add(table, null, statement.Rows, 0);
                if (table.Name == RevisionTable) _revisions.UnionWith(statement.Arguments);
                break;
            case StatementKind.SetSequence:
                OnSequence(statement.Arguments);
                break;
            case StatementKind.LargeObject when statement.Name!.Value.Name == "lo_create":
                _largeObjects.UnionWith(statement.Arguments);
                break;
            case StatementKind.Other when statement.Verb == "CREATE" && statement.Name is { } name:
                if (statement.ObjectType == "TABLE") _defined.Add(name);
                else if (statement.ObjectType == "SCHEMA") _schemas.Add(name.Name);
                else if (statement.ObjectType == "EXTENSION") _extensions.Add(name.Name);
                break;
        }
    }

    /// <summary>Keeps a statement about the dump's database; those that make or drop it are left out.</summary>
    public void OnDatabaseStatement(DumpStatement statement, ReadOnlySpan<byte> text, DumpPlace place)
    {
        _statements++;
        foreach (var role in statement.Roles) _roles.Add(role);
        if (statement.Verb is "CREATE" or "DROP" or "UPDATE") return;
        var (start, end) = statement.DatabaseAt;
        _database.Add(new DatabaseStatement(Encoding.GetString(text[..start]), Encoding.GetString(text[end..]), statement, place));
        if (statement is { Verb: "ALTER", ObjectType: "DATABASE" } && ReadOwner(text) is { } owner) _roles.Add(owner);
    }

    public void OnCopy(CopyHeader header, long rows, long bytes) => Add(header.Table, header.Columns, rows, bytes);

    /// <summary>Whether the rows of a table tell the schema revision.</summary>
    public static bool HoldsRevision(CopyHeader header) => header.Table.Name == RevisionTable;

    /// <summary>Takes rows of the revision's table.</summary>
    public void OnRevisionRows(ReadOnlySpan<byte> rows)
    {
        foreach (var line in Encoding.GetString(rows).Split('\n', StringSplitOptions.RemoveEmptyEntries)) _revisions.Add(line.Split('\t')[0].TrimEnd('\r'));
    }

    public DumpFacts Finish(string? createdDatabase, long textLength) => new()
    {
        ServerVersion = _serverVersion,
        PgDumpVersion = _pgDumpVersion,
        ClientEncoding = _clientEncoding,
        TextLength = textLength,
        Statements = _statements,
        Tables = [.. _order.Select(name => _tables[name])],
        DefinedTables = _defined,
        Schemas = [.. _schemas],
        Extensions = [.. _extensions],
        Roles = [.. _roles],
        Tablespaces = [.. _tablespaces],
        Sequences = [.. _sequences.Values],
        LargeObjects = _largeObjects.Count,
        Revision = _revisions.Count == 0 ? null : string.Join(", ", _revisions),
        CreatedDatabase = createdDatabase,
        DatabaseStatements = _database,
    };

    private void OnSessionChange(SessionChange change, DumpPlace place)
    {
        if (change is { Parameter: "default_tablespace", Value.Length: > 0 }) _tablespaces.Add(change.Value);
        if (change is not { Parameter: "client_encoding", Value: { } encoding }) return;
        DumpEncoding.Check(encoding, place.ToString());
        if (_clientEncoding is not null && !DumpEncoding.AreSame(_clientEncoding, encoding))
        {
            throw new DrException(ErrorTable.DumpEncodingUnsupported, $"{place} changes the encoding in the middle of the dump")
            {
                Expected = _clientEncoding, Found = encoding, Remedy = "Restore the parts one by one, or make them again with pg_dump -E UTF8.",
            };
        }

        _clientEncoding ??= encoding;
        Encoding = DumpEncoding.For(encoding);
    }

    private void OnSequence(IReadOnlyList<string> arguments)
    {
        if (arguments.Count < 2 || QualifiedName.Parse(arguments[0]) is not { } name) return;
        if (!long.TryParse(arguments[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return;
        _sequences[name] = new BackupSequence(name.Schema ?? "", name.Name, value, arguments.Count < 3 || arguments[2] is "true" or "t");
    }

    private void Add(QualifiedName name, IReadOnlyList<string>? columns, long rows, long bytes)
    {
        if (!_tables.TryGetValue(name, out var table))
        {
            _order.Add(name);
            table = new DumpTable(name, columns, 0, 0);
        }

        _tables[name] = table with { Columns = table.Columns ?? columns, Rows = table.Rows + rows, Bytes = table.Bytes + bytes };
    }

    private string? ReadOwner(ReadOnlySpan<byte> text)
    {
        var tokens = new SqlTokens(text, backslashEscapes: false);
        while (tokens.Next())
            if (tokens.IsWord("owner"u8) && tokens.NextIs("to"u8)) return tokens.Next() && tokens.IsName ? tokens.Name(Encoding) : null;
        return null;
    }
}
