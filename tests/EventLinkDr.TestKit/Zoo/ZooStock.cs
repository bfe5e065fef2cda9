using System.Collections.Concurrent;
using System.Text;
using EventLinkDr.Postgres;
using Xunit;

namespace EventLinkDr.TestKit.Zoo;

/// <summary>
/// Databases with every kind of object, for the server of a <see cref="PostgresFixture"/>. Each variant is built once and cloned, so that
/// a test gets its own in a blink.
/// </summary>
public sealed class ZooStock(PostgresFixture postgres)
{
    private readonly ConcurrentDictionary<ZooVariant, Lazy<Task<string>>> _templates = new();
    private readonly ConcurrentDictionary<ZooVariant, Lazy<Task<string>>> _references = new();
    private int _count;

    /// <summary>A database of its own for a test, with properties (owner, grants, settings, comment) that differ from every default.</summary>
    /// <param name="variant">What it holds.</param>
    /// <param name="name">Its name; null for any.</param>
    public async Task<string> CreateAsync(ZooVariant variant, string? name = null)
    {
        Assert.True(name is null || Encoding.UTF8.GetByteCount(name) <= 63, "PostgreSQL would cut the name.");
        var template = await TemplateAsync(variant);
        name ??= $"zoo_{Interlocked.Increment(ref _count)}";
        await postgres.ExecuteAsync("postgres", $"CREATE DATABASE {Sql.Name(name)} TEMPLATE {template}");
        await RunAsync("postgres", $"\\set database '{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'\n"
            + ZooScripts.Single("Properties.sql"));
        return name;
    }

    /// <summary>A database in another server encoding, with names and rows that need it: <c>LATIN2</c>, <c>EUC_JP</c>, <c>SQL_ASCII</c>.</summary>
    public async Task<string> CreateEncodedAsync(string encoding)
    {
        var name = $"zoo_{encoding.ToLowerInvariant()}_{Interlocked.Increment(ref _count)}";
        await postgres.ExecuteAsync("postgres", $"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'");
        await RunAsync(name, ZooScripts.Single($"Encodings/{encoding}.sql"));
        return name;
    }

    /// <summary>
    /// What pg_dump writes of a copy that was made of the variant by <c>pg_dump | psql</c>: what every restore is held against.
    /// </summary>
    public Task<string> ReferenceAsync(ZooVariant variant) =>
        _references.GetOrAdd(variant, key => new Lazy<Task<string>>(async () => await DumpOfCopyAsync(await TemplateAsync(key)))).Value;

    /// <summary>The same for any database.</summary>
    public async Task<string> DumpOfCopyAsync(string database)
    {
        var copy = await CopyAsync(database);
        var dump = await postgres.PgDumpAsync(copy);
        await postgres.ExecuteAsync("postgres", $"DROP DATABASE {Sql.Name(copy)}");
        return dump;
    }

    /// <summary>Copies a database with PostgreSQL's own tools.</summary>
    public async Task<string> CopyAsync(string database)
    {
        var encoding = await postgres.ScalarAsync("postgres",
            $"SELECT format('ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_encoding_to_char(encoding), datcollate, datctype) FROM pg_database WHERE datname = {Sql.Text(database)}");
        var copy = await postgres.CreateDatabaseAsync("copy", "TEMPLATE template0 " + encoding);
        var dump = await postgres.PgDumpAsync(database);
        await RunAsync(copy, dump, Encoding.Latin1);
        return copy;
    }

    private Task<string> TemplateAsync(ZooVariant variant) =>
        _templates.GetOrAdd(variant, key => new Lazy<Task<string>>(() => BuildAsync(key))).Value;

    private async Task<string> BuildAsync(ZooVariant variant)
    {
        await RunAsync("postgres", ZooScripts.Single("Cluster.sql"));
        var name = await postgres.CreateDatabaseAsync("zoo_template");
        await RunAsync(name, ZooScripts.For(variant, postgres.Cluster.Version.Major, postgres.HasExtensionOfOurs));
        return name;
    }

    private async Task RunAsync(string database, string script, Encoding? encoding = null)
    {
        using var input = new MemoryStream((encoding ?? Encoding.UTF8).GetBytes(script));
        var result = await postgres.PsqlAsync(database, input);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
