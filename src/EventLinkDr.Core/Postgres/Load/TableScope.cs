using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Which statements of a dump are wanted when only some tables are: all definitions before the data, then what belongs to those tables.
/// </summary>
internal sealed class TableScope
{
    private const string MembersQuery =
        """
        WITH RECURSIVE wanted (oid) AS (
          SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN unnest($1::text[], $2::text[]) AS chosen (schema, name) ON chosen.schema = n.nspname AND chosen.name = c.relname
          UNION SELECT i.inhrelid FROM wanted JOIN pg_catalog.pg_inherits i ON i.inhparent = wanted.oid
            JOIN pg_catalog.pg_class p ON p.oid = i.inhrelid AND p.relispartition),
        sequences (oid) AS (
          SELECT d.objid FROM wanted JOIN pg_catalog.pg_depend d ON d.refobjid = wanted.oid AND d.deptype IN ('a', 'i')
            AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid
          UNION SELECT d.refobjid FROM wanted JOIN pg_catalog.pg_attrdef a ON a.adrelid = wanted.oid
            JOIN pg_catalog.pg_depend d ON d.objid = a.oid AND d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
            AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass)
        SELECT n.nspname::text, c.relname::text, c.relkind = 'S' FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid IN (SELECT oid FROM wanted) OR (c.relkind = 'S' AND c.oid IN (SELECT oid FROM sequences))
        """;

    private readonly HashSet<QualifiedName> _tables = [];
    private readonly HashSet<QualifiedName> _sequences = [];
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private bool _resolved;

    /// <param name="tables">The tables wanted, as (schema, name); empty for everything.</param>
    public TableScope(IEnumerable<QualifiedName> tables) => _tables.UnionWith(tables);

    /// <summary>Whether everything is wanted.</summary>
    public bool IsAll => _tables.Count == 0;

    /// <summary>Adds the partitions and the sequences of the tables wanted, once their definitions are there.</summary>
    public void Resolve(LoadLane lane, LoadContext context, CancellationToken cancellationToken)
    {
        if (IsAll || _resolved) return;
        _resolved = true;
        var schemas = _tables.Select(table => context.Encode(table.Schema ?? "public")).ToArray();
        var names = _tables.Select(table => context.Encode(table.Name)).ToArray();
        foreach (var row in lane.Query(MembersQuery, cancellationToken, schemas, names))
            (row.Get<bool>(2) ? _sequences : _tables).Add(new QualifiedName(context.Decode(row.Get<string>(0)), context.Decode(row.Get<string>(1))));
    }

    /// <summary>Whether the rows of a table are wanted.</summary>
    public bool Wants(QualifiedName table) => IsAll || Contains(_tables, table);

    /// <summary>Whether a statement is wanted; in the order of the dump.</summary>
    public bool Wants(DumpStatement statement)
    {
        if (IsAll) return true;
        var wanted = Judge(statement);
        // Comments and other later words on what is not there must go too; names of indexes and constraints stand alone in some of them.
        if (!wanted && statement.Name is { } name && statement.Verb is "CREATE" or "ALTER") _leftOut.Add(name.Name);
        return wanted;
    }

    private bool Judge(DumpStatement statement)
    {
        var type = statement.ObjectType.StartsWith("ON ", StringComparison.Ordinal) ? statement.ObjectType[3..] : statement.ObjectType;
        if (type is "PUBLICATION" or "SUBSCRIPTION" or "EVENT TRIGGER" or "LARGE OBJECT") return false;
        switch (statement.Kind)
        {
            case StatementKind.LargeObject or StatementKind.Begin or StatementKind.Commit:
                return false;
            case StatementKind.Insert:
                return Wants(statement.Name!.Value);
            case StatementKind.SetSequence:
                return statement.Arguments.Count > 0 && QualifiedName.Parse(statement.Arguments[0]) is { } sequence && Contains(_sequences, sequence);
            case StatementKind.AddForeignKey:
                return Wants(statement.Table!.Value) && Wants(statement.References!.Value);
            case StatementKind.SessionChange:
                return true;
        }

        if (type is "INDEX" or "STATISTICS" && statement.Kind != StatementKind.CreateIndex && statement.Verb != "CREATE") return !_leftOut.Contains(statement.Name?.Name ?? "");
        if (statement.Verb == "REFRESH") return Wants(statement.Name!.Value);
        if (statement.Table is { } table) return Wants(table) && !(statement.Verb == "COMMENT" && _leftOut.Contains(statement.Name?.Name ?? ""));
        return !_resolved || statement.Verb != "ALTER" || type != "TABLE" || statement.Roles.Count > 0 || Wants(statement.Name!.Value);
    }

    private static bool Contains(HashSet<QualifiedName> names, QualifiedName name) =>
        names.Contains(name) || (name.Schema is null && names.Any(candidate => candidate.Name == name.Name));
}
