using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Operations.Retention;
using EventLinkDr.Storage;

namespace EventLinkDr.Bench;

/// <summary>A long history: listing it, and deciding what stays. Both have a target, so each prints whether it was met.</summary>
internal static class CatalogContests
{
    public const string Title = "10,000 backups in one directory";

    private const double ListTarget = 10;
    private const double PlanTarget = 1;

    private static readonly string Cli = Path.Combine(AppContext.BaseDirectory, "eventlinkdr.dll");
    private static readonly Dictionary<string, string?> NoVariables = [];

    public static string Run(int rounds)
    {
        using var history = LongHistory.Create();
        var backups = new BackupCatalog(new DirectoryStore(history.Location)).ListAsync(BackupFilter.All, CancellationToken.None).GetAwaiter().GetResult();
        var policy = new RetentionPolicy
        {
            KeepLast = 10, KeepHourly = 48, KeepDaily = 14, KeepWeekly = 8, KeepMonthly = 24, KeepYearly = 5, KeepWithin = TimeSpan.FromDays(3), Zone = RetentionPolicy.FindZone("Europe/Bucharest"),
        };
        var list = new Contest("Listing 10,000 backups", [new Contender("eventlinkdr list", () => { }, () => ProcessMeter.Run("dotnet", [Cli, "list", "--path", history.Location], NoVariables).Measured)]).Run(rounds);
        var plan = new Contest("Retention of 10,000 backups, planned", [new Contender("the planner", () => { }, () => Plan(backups, policy))]).Run(rounds);
        var text = new StringBuilder($"## {Title}\n\n");
        return text.Append(BenchTable.Write("Listing", list)).Append(Verdict(list[0].Wall, ListTarget)).Append(BenchTable.Write("Planning retention", plan)).Append(Verdict(plan[0].Wall, PlanTarget)).Append(ListRemote(history, rounds)).ToString();
    }

    /// <summary>The same in a store of objects: what a list costs there is requests.</summary>
    private static string ListRemote(LongHistory history, int rounds)
    {
        using var store = new StandInStore(history.Location);
        var credentials = new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = "bench", ["AWS_SECRET_ACCESS_KEY"] = "bench" };
        var requests = new Dictionary<string, int>();
        Contender List(params string[] more) => new(string.Join(' ', ["eventlinkdr list", .. more]), () => store.TakeRequests(), () =>
        {
            var measured = ProcessMeter.Run("dotnet", [Cli, "list", "--path", store.Address, .. more], credentials).Measured;
            requests[string.Join(' ', more)] = store.TakeRequests();
            return measured;
        });
        var list = new Contest("Listing 10,000 backups in a store, 20 ms away", [List(), List("--latest"), List("--last", "10")]).Run(rounds);
        return BenchTable.Write("Listing them in a store, 20 ms away", list) + $"Requests: {string.Join(", ", requests.Values)}. " + Verdict(list[0].Wall, ListTarget);
    }

    private static Measurement Plan(IReadOnlyCollection<Model.BackupSet> backups, RetentionPolicy policy)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.GetTimestamp();
        var decisions = RetentionPlanner.Plan(backups, policy, LongHistory.Newest.AddHours(1));
        var wall = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        if (decisions.Count != LongHistory.Count) throw new InvalidOperationException("The planner lost backups.");
        return new Measurement(wall, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Environment.WorkingSet, 0);
    }

    private static string Verdict(double wall, double target) =>
        string.Create(CultureInfo.InvariantCulture, $"Target: less than {target:0} s; {(wall < target ? "met" : "MISSED")}.\n\n");
}
