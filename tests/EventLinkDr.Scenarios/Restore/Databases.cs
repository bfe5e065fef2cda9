using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>Databases that can be told apart after they have changed their names.</summary>
internal sealed class Databases(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes a database that says what it is.</summary>
    public async Task<DatabaseIdentity> CreateAsync(string name, string which)
    {
        await postgres.ExecuteAsync("postgres", $"CREATE DATABASE {Sql.Name(name)} TEMPLATE template0");
        await postgres.ExecuteAsync(name,
            $"CREATE TABLE public.which (name text NOT NULL DEFAULT '{which}', at timestamptz NOT NULL DEFAULT clock_timestamp()); INSERT INTO public.which DEFAULT VALUES");
        return (await FindAsync(name))!.Value;
    }

    /// <summary>Makes one and puts our mark on it.</summary>
    public async Task<DatabaseIdentity> CreateMarkedAsync(string name, string which, DatabaseMark mark)
    {
        var database = await CreateAsync(name, which);
        await CommentAsync(name, (mark with { Oid = database.Oid }).ToComment());
        return database;
    }

    public static DatabaseMark Kept(string database, int hoursAgo, string? comment = null) => new()
    {
        State = DatabaseMarkState.Kept, Run = Guid.NewGuid(), Oid = 0, Database = database, Time = DateTimeOffset.UtcNow.AddHours(-hoursAgo), Comment = comment,
    };

    public static DatabaseMark Unfinished(string database, Guid run) => new()
    {
        State = DatabaseMarkState.Unfinished, Run = run, Oid = 0, Database = database, Time = DateTimeOffset.UtcNow,
    };

    public async Task<DatabaseIdentity?> FindAsync(string name)
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        return await DatabaseIdentity.FindAsync(session, name, Token);
    }

    /// <summary>What the database of this name is.</summary>
    public Task<string?> WhichAsync(string name) => postgres.ScalarAsync(name, "SELECT min(name) FROM public.which");

    public Task<string?> CommentOfAsync(string name) =>
        postgres.ScalarAsync("postgres", $"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = {Sql.Text(name)}");

    public Task CommentAsync(string name, string? comment) => postgres.ExecuteAsync("postgres", DatabaseDefinition.Comment(name, comment));

    /// <summary>Names of databases that begin so.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string prefix) =>
        (await postgres.ScalarAsync("postgres", $"SELECT string_agg(datname::text, '|' ORDER BY datname::text) FROM pg_database WHERE starts_with(datname::text, {Sql.Text(prefix)})"))
            ?.Split('|') ?? [];
}
