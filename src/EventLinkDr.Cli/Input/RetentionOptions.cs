using System.CommandLine;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Retention;

namespace EventLinkDr.Cli.Input;

/// <summary>The rules of a retention policy.</summary>
internal sealed class RetentionOptions
{
    private readonly Option<int?> _last = Rule("--keep-last", "Keep so many, the newest.");
    private readonly Option<int?> _hourly = Rule("--keep-hourly", "Keep the newest of each of so many hours that have a backup.");
    private readonly Option<int?> _daily = Rule("--keep-daily", "Keep the newest of each of so many days that have a backup.");
    private readonly Option<int?> _weekly = Rule("--keep-weekly", "Keep the newest of each of so many weeks that have a backup.");
    private readonly Option<int?> _monthly = Rule("--keep-monthly", "Keep the newest of each of so many months that have a backup.");
    private readonly Option<int?> _yearly = Rule("--keep-yearly", "Keep the newest of each of so many years that have a backup.");
    private readonly Option<TimeSpan?> _within = Duration.Option("--keep-within", "Keep everything taken within so long before the newest.");
    private readonly Option<VerificationLevel?> _proof = new("--require-proof") { Description = "Count only what passed a proof of this level: Checksum, Content or Restore." };
    private readonly Option<string> _zone = new("--time-zone") { Description = "Zone in which days, weeks, months and years begin, such as Europe/Bucharest, or local.", HelpName = "zone", DefaultValueFactory = _ => "UTC" };
    private readonly Option<bool> _incomplete = new("--include-incomplete") { Description = "Remove foreign, incomplete and damaged ones too." };

    public RetentionOptions(Command command)
    {
        Option[] all = [_last, _hourly, _daily, _weekly, _monthly, _yearly, _within, _proof, _zone, _incomplete];
        foreach (var option in all) command.Options.Add(option);
    }

    /// <exception cref="DrException"><c>OptionsInvalid</c>.</exception>
    public RemovalOptions Read(ParseResult parsed, IReadOnlyList<string> names)
    {
        Option[] rules = [_last, _hourly, _daily, _weekly, _monthly, _yearly, _within, _proof];
        var incomplete = parsed.GetValue(_incomplete);
        return new RemovalOptions
        {
            Names = names,
            IncludeIncomplete = incomplete,
            Policy = !rules.Any(rule => parsed.GetResult(rule) is not null) ? null : new RetentionPolicy
            {
                KeepLast = parsed.GetValue(_last),
                KeepHourly = parsed.GetValue(_hourly),
                KeepDaily = parsed.GetValue(_daily),
                KeepWeekly = parsed.GetValue(_weekly),
                KeepMonthly = parsed.GetValue(_monthly),
                KeepYearly = parsed.GetValue(_yearly),
                KeepWithin = parsed.GetValue(_within),
                RequireProof = parsed.GetValue(_proof),
                IncludeIncomplete = incomplete,
                Zone = RetentionPolicy.FindZone(parsed.GetValue(_zone)!),
            },
        };
    }

    private static Option<int?> Rule(string name, string description) => new(name) { Description = description, HelpName = "n" };
}
