using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

public sealed class DatabaseSwapTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Swap_FiftyClientsReconnectingAllTheWhile_SucceedsAndTheyFindTheNewOne()
    {
        var (old, @new) = await TwoDatabasesAsync("swap_busy");
        await using var clients = new ReconnectingClients(postgres, old.Name, "INSERT INTO public.which DEFAULT VALUES", 50);
        await clients.WaitForSessionsAsync(50);
        var closed = await SwapAsync(old, @new, TimeSpan.FromSeconds(60));
        Assert.NotNull(closed);
        await clients.WaitForSessionsAsync(25);
        Assert.Equal("new", await WhichAsync(old.Name));
        Assert.Equal("old", await WhichAsync(old.Name + "_aside"));
        // What was written after the moment reported would be lost without being counted.
        Assert.Equal("0", await postgres.ScalarAsync(old.Name + "_aside", $"SELECT count(*) FROM public.which WHERE at > '{closed:O}'"));
    }

    [Fact]
    public async Task Swap_PutsTheCommentsWhereTheyBelong()
    {
        var (old, @new) = await TwoDatabasesAsync("swap_comments");
        await SwapAsync(old, @new, TimeSpan.FromSeconds(60));
        Assert.Equal("for the new", await CommentAsync(old.Name));
        Assert.Equal("for the old", await CommentAsync(old.Name + "_aside"));
    }

    [Fact]
    public async Task Swap_NoOldDatabase_Renames()
    {
        var (_, @new) = await TwoDatabasesAsync("swap_none");
        var name = @new.Name + "_final";
        var closed = await new DatabaseSwap(postgres.Server, NullObserver.Instance).ExecuteAsync(
            new SwapRequest { Name = name, New = @new, OldBecomes = "unused" }, Token);
        Assert.Null(closed);
        Assert.Equal("new", await WhichAsync(name));
    }

    [Fact]
    public async Task Swap_OldIsAnotherDatabaseNow_ChangesNothing()
    {
        var (old, @new) = await TwoDatabasesAsync("swap_other");
        var error = await Assert.ThrowsAsync<DrException>(() => SwapAsync(old with { Oid = old.Oid + 1_000_000 }, @new, TimeSpan.FromSeconds(60)));
        Assert.Equal("SwapFailed", error.Id);
        Assert.Equal("old", await WhichAsync(old.Name));
        Assert.Equal("new", await WhichAsync(@new.Name));
    }

    [Fact]
    public async Task Swap_NewNameTaken_ChangesNothing()
    {
        var (old, @new) = await TwoDatabasesAsync("swap_taken");
        await postgres.ExecuteAsync("postgres", $"CREATE DATABASE {old.Name}_aside TEMPLATE template0");
        var error = await Assert.ThrowsAsync<DrException>(() => SwapAsync(old, @new, TimeSpan.FromSeconds(60)));
        Assert.Equal("SwapFailed", error.Id);
        Assert.Equal("old", await WhichAsync(old.Name));
    }

    [Fact]
    public async Task Swap_SomethingHoldsOn_GivesUpAndNamesIt()
    {
        var (old, @new) = await TwoDatabasesAsync("swap_held");
        await postgres.ExecuteAsync(old.Name, "BEGIN; CREATE TABLE public.t (); PREPARE TRANSACTION 'held by a test'");
        try
        {
            var error = await Assert.ThrowsAsync<DrException>(() => SwapAsync(old, @new, TimeSpan.FromSeconds(1)));
            Assert.Equal("SwapFailed", error.Id);
            Assert.Contains("prepared transaction held by a test", error.Message, StringComparison.Ordinal);
            Assert.Equal("old", await WhichAsync(old.Name));
        }
        finally
        {
            await postgres.ExecuteAsync(old.Name, "ROLLBACK PREPARED 'held by a test'");
        }
    }

    [Fact]
    public async Task Swap_UserMayNotEndASession_SaysWhatToGrant()
    {
        var (old, @new) = await TwoDatabasesAsync("swap_rights");
        var user = old.Name + "_user";
        await postgres.ExecuteAsync("postgres",
            $"CREATE ROLE {user} LOGIN CREATEDB PASSWORD 'p'; ALTER DATABASE {old.Name} OWNER TO {user}; ALTER DATABASE {@new.Name} OWNER TO {user}");
        await using var server = new Adapters.Npgsql.NpgsqlServer(postgres.Target("postgres") with { Username = user, Password = "p" });
        await using var held = await postgres.Server.OpenAsync(new SessionOptions(old.Name) { ApplicationName = "superuser's" }, Token);
        var error = await Assert.ThrowsAsync<DrException>(() => new DatabaseSwap(server, NullObserver.Instance) { Patience = TimeSpan.FromSeconds(1) }
            .ExecuteAsync(new SwapRequest { Name = old.Name, Old = old, New = @new, OldBecomes = old.Name + "_aside" }, Token));
        Assert.Equal("SwapFailed", error.Id);
        Assert.Contains("superuser's of eventlink", error.Message, StringComparison.Ordinal);
        Assert.Contains("pg_signal_backend", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Swap_Cancelled_ChangesNothing()
    {
        var (old, @new) = await TwoDatabasesAsync("swap_cancel");
        await postgres.ExecuteAsync(old.Name, "BEGIN; CREATE TABLE public.t (); PREPARE TRANSACTION 'cancel test'");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(700);
        var swap = new DatabaseSwap(postgres.Server, NullObserver.Instance);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            swap.ExecuteAsync(new SwapRequest { Name = old.Name, Old = old, New = @new, OldBecomes = old.Name + "_aside" }, stop.Token));
        await postgres.ExecuteAsync(old.Name, "ROLLBACK PREPARED 'cancel test'");
        Assert.Equal("old", await WhichAsync(old.Name));
    }

    private async Task<(DatabaseIdentity Old, DatabaseIdentity New)> TwoDatabasesAsync(string hint)
    {
        var old = await postgres.CreateDatabaseAsync(hint);
        var @new = await postgres.CreateDatabaseAsync(hint);
        const string Table = "CREATE TABLE public.which (name text NOT NULL DEFAULT '{0}', at timestamptz NOT NULL DEFAULT clock_timestamp()); INSERT INTO public.which DEFAULT VALUES";
        await postgres.ExecuteAsync(old, Table.Replace("{0}", "old", StringComparison.Ordinal));
        await postgres.ExecuteAsync(@new, Table.Replace("{0}", "new", StringComparison.Ordinal));
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        return ((await DatabaseIdentity.FindAsync(session, old, Token))!.Value, (await DatabaseIdentity.FindAsync(session, @new, Token))!.Value);
    }

    private Task<DateTimeOffset?> SwapAsync(DatabaseIdentity old, DatabaseIdentity @new, TimeSpan patience) =>
        new DatabaseSwap(postgres.Server, NullObserver.Instance) { Patience = patience }.ExecuteAsync(
            new SwapRequest
            {
                Name = old.Name, Old = old, New = @new, OldBecomes = old.Name + "_aside", OldComment = "for the old", NewComment = "for the new",
            }, Token);

    private Task<string?> WhichAsync(string database) => postgres.ScalarAsync(database, "SELECT min(name) FROM public.which");

    private Task<string?> CommentAsync(string database) =>
        postgres.ScalarAsync("postgres", $"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{database}'");
}
