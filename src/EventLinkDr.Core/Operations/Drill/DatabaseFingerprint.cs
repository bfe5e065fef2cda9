using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Drill;

/// <summary>
/// What a database holds, as the server itself sums it up: rows and a digest of every table, sequences, definitions. Shares nothing with the
/// manifest or the proof of a restore, so that a fault there cannot hide itself.
/// </summary>
internal sealed class DatabaseFingerprint
{
    private const string Tables =
        """
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%' ORDER BY 1
        """;

    private const string Others =
        """
        SELECT 'sequence ' || format('%I.%I', schemaname, sequencename), coalesce(last_value::text, 'not called') FROM pg_catalog.pg_sequences
        UNION ALL
        SELECT 'index ' || format('%I.%I', schemaname, indexname), indexdef FROM pg_catalog.pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
        UNION ALL
        SELECT 'constraint ' || conname || ' of ' || conrelid::regclass, pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint
        UNION ALL
        SELECT 'column ' || attrelid::regclass || '.' || attname, pg_catalog.format_type(atttypid, atttypmod) || ' ' || attnotnull::text
        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE attnum > 0 AND NOT attisdropped AND c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%'
        UNION ALL
        SELECT 'owner and comment', pg_catalog.pg_get_userbyid(datdba)::text || ' ' || coalesce(pg_catalog.shobj_description(oid, 'pg_database'), '')
        FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
        UNION ALL
        SELECT 'settings', pg_catalog.array_to_string(setconfig, ', ') FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
        WHERE datname = pg_catalog.current_database()
        """;

    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);

    private DatabaseFingerprint() { }

    public int TableCount { get; private set; }

    public long Rows { get; private set; }

    public static async Task<DatabaseFingerprint> TakeAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        var fingerprint = new DatabaseFingerprint();
        var session = await server.OpenAsync(new SessionOptions(database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            foreach (var table in await session.QueryAsync(Tables, cancellationToken).ConfigureAwait(false))
            {
                var name = table.Get<string>(0);
                var row = (await session.QueryAsync(
                    $"SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM ONLY {name} t", cancellationToken).ConfigureAwait(false))[0];
                fingerprint._facts["table " + name] = FormattableString.Invariant($"{row.Get<long>(0)} rows with digest {row.Text(1)}");
                fingerprint.Rows += row.Get<long>(0);
                fingerprint.TableCount++;
            }

            foreach (var row in await session.QueryAsync(Others, cancellationToken).ConfigureAwait(false)) fingerprint._facts[row.Get<string>(0)] = row.Text(1)!;
        }

        return fingerprint;
    }

    /// <summary>What another one has otherwise, each in one sentence.</summary>
    public IReadOnlyList<string> Compare(DatabaseFingerprint after) =>
    (string[])[
        .. _facts.Where(fact => after._facts.GetValueOrDefault(fact.Key) != fact.Value)
            .Select(fact => after._facts.TryGetValue(fact.Key, out var now) ? $"{fact.Key} was {fact.Value} and is {now}" : $"{fact.Key} is missing")
            .Concat(after._facts.Keys.Except(_facts.Keys).Select(name => $"{name} was not there")).Order(StringComparer.Ordinal),
    ];
}
