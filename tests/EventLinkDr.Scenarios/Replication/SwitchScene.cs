using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Replication;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Replication;

/// <summary>A pair of servers, services that are only recorded, and a journal of its own.</summary>
internal sealed class SwitchScene : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private SwitchScene(StandbyPair pair) => Pair = pair;

    public StandbyPair Pair { get; }

    public RecordingServices Services { get; } = new("backend", "worker");

    public RecordingRedirect Redirect { get; } = new();

    public string JournalPath => _directory.File("journal.json");

    public SwitchOptions Options => new()
    {
        JournalPath = JournalPath, ServiceAddress = "db-standby:5432", CatchUpTimeout = TimeSpan.FromSeconds(40), ConnectTimeout = TimeSpan.FromSeconds(5),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SwitchScene> StartAsync()
    {
        var scene = new SwitchScene(await StandbyPair.StartAsync(Token));
        await WriteLoad.CreateTableAsync(scene.Pair.Primary);
        return scene;
    }

    /// <summary>Two servers without services to point: what a recovery of a bare server has.</summary>
    public SwitchParties Parties => new() { PrimaryTarget = Pair.PrimaryTarget, Primary = Pair.Primary, StandbyTarget = Pair.StandbyTarget, Standby = Pair.Standby, Services = Services };

    public SwitchOperation Operation(IPostgresServer? standby = null) => new(Parties with { Standby = standby ?? Pair.Standby, Redirect = Redirect });

    public async Task<SwitchResult> SwitchAsync(SwitchOptions options, RecordingObserver? observer = null)
    {
        var operation = Operation();
        return await operation.RunAsync(await PrepareAsync(operation, options), observer ?? new RecordingObserver(), Token);
    }

    public async Task<DrException> RefusedAsync(SwitchOptions options, IPostgresServer? standby = null) =>
        await Assert.ThrowsAnyAsync<DrException>(() => PrepareAsync(Operation(standby), options));

    /// <summary>Waits until the servers have ended the sessions of a run that was killed a moment ago.</summary>
    private static async Task<SwitchPlan> PrepareAsync(SwitchOperation operation, SwitchOptions options)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await operation.PrepareAsync(options, Token);
            }
            catch (DrException error) when (error.Kind == ErrorTable.RestoreInProgress && tries < 200)
            {
                await Task.Delay(50, Token);
            }
        }
    }

    /// <summary>Whether a server takes a write from a session that sets nothing itself.</summary>
    public static async Task<bool> WritableAsync(IPostgresServer server)
    {
        await using var session = await server.OpenAsync(new SessionOptions(StandbyPair.Database), Token);
        await session.ExecuteAsync("RESET default_transaction_read_only", Token);
        try
        {
            await session.ExecuteAsync("CREATE TABLE public.writable (); DROP TABLE public.writable", Token);
            return true;
        }
        catch (PostgresErrorException error) when (error.SqlState == "25006")
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Pair.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Thrown where a real kill would strike: nothing of ours catches it.</summary>
    public sealed class Killed : Exception;

    internal sealed class RecordingRedirect : IServiceRedirect
    {
        public List<string> Addresses { get; } = [];

        public string Description => "DATABASE_URL";

        public IReadOnlyList<string> ListNotes() => [];

        public Task RedirectAsync(string host, int port, IReadOnlyList<string> services, bool hold, IOperationObserver observer, CancellationToken cancellationToken)
        {
            Addresses.Add($"{host}:{port}");
            return Task.CompletedTask;
        }
    }
}
