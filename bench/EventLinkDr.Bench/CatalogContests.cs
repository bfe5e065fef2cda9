using System.Diagnostics;
using EventLinkDr.Catalog;
using EventLinkDr.Operations.Retention;
using EventLinkDr.Storage;

namespace EventLinkDr.Bench;

/// <summary>A long history: listing it, and deciding what stays.</summary>
internal static class CatalogContests
{
    public const string Title = "10,000 backups in one directory";

    private static readonly Dictionary<string, string?> NoVariables = [];

    public static void Run(OurCommand command, int rounds, BenchReport report)
    {
        using var history = LongHistory.Create();
        var backups = new BackupCatalog(new DirectoryStore(history.Location)).ListAsync(BackupFilter.All, CancellationToken.None).GetAwaiter().GetResult();
        var policy = new RetentionPolicy
        {
            KeepLast = 10, KeepHourly = 48, KeepDaily = 14, KeepWeekly = 8, KeepMonthly = 24, KeepYearly = 5, KeepWithin = TimeSpan.FromDays(3), Zone = RetentionPolicy.FindZone("Europe/Bucharest"),
        };
        Hold(new Contest("10,000 backups listed", [new Contender("eventlinkdr list", () => { }, () => command.Run(NoVariables, "list", "--path", history.Location).Measured)]));
        Hold(new Contest("Retention of 10,000 backups planned", [new Contender("the planner", () => { }, () => Plan(backups, policy))]));
        ListRemote(command, history, rounds, report);

        void Hold(Contest contest) => report.Add(new HeldContest(null, contest.Title, contest.Run(rounds)));
    }

    /// <summary>The same in a store of objects: what a list costs there is requests.</summary>
    private static void ListRemote(OurCommand command, LongHistory history, int rounds, BenchReport report)
    {
        using var store = new StandInStore(history.Location);
        var credentials = new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = "bench", ["AWS_SECRET_ACCESS_KEY"] = "bench" };
        var requests = new Dictionary<string, int>();
        Contender List(params string[] more) => new(string.Join(' ', ["eventlinkdr list", .. more]), () => store.TakeRequests(), () =>
        {
            var measured = command.Run(credentials, ["list", "--path", store.Address, .. more]).Measured;
            requests[string.Join(' ', more)] = store.TakeRequests();
            return measured;
        });
        var list = new Contest("10,000 backups listed in a store, 20 ms away", [List(), List("--latest"), List("--last", "10")]);
        report.Add(new HeldContest(null, list.Title, list.Run(rounds)) { Note = $"Requests: {string.Join(", ", requests.Values)}." });
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
}
