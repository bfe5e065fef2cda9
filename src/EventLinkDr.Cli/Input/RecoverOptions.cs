using System.CommandLine;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Cli.Input;

/// <summary>Options of <c>eventlinkdr recover</c>.</summary>
internal sealed class RecoverOptions
{
    private static readonly SwitchOptions Defaults = new();

    private readonly Option<string?> _standby = new("--standby") { Description = "Promote this standby instead of restoring a backup: host, host:port, container:name or a connection string.", HelpName = "server" };
    private readonly Option<bool> _failover = new("--failover") { Description = "With --standby: the primary is lost, do not wait for it." };
    private readonly Option<bool> _accept = new("--accept-data-loss") { Description = "With --standby: go on where more would be lost than --maximum-lag, or nothing proves that the old primary accepts no writes." };
    private readonly Option<long?> _lag = Size.Option("--maximum-lag", "With --standby: how far it may be behind, 16MB by default.");
    private readonly Option<string?> _address = new("--service-address") { Description = "With --standby: where the services reach it, if not where this host does.", HelpName = "host:port" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with a recovery that was interrupted or failed." };
    private readonly Option<bool> _startOver = new("--start-over") { Description = "Put an unfinished recovery aside and begin anew." };
    private readonly Option<bool> _pause = new("--pause") { Description = "Ask before each step." };
    private readonly Option<RecoveryStepName[]> _skip = new("--skip-step") { Description = "Leave these steps out.", HelpName = "step", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _journal = new("--journal") { Description = "Where the journal is: a file, a directory, s3://bucket/prefix or az://account/container/prefix; a file in the state directory, by deployment.", HelpName = "path" };
    private readonly Option<string?> _report = new("--report") { Description = "Write a report there, HTML or .md, however it ends.", HelpName = "file" };
    private readonly Option<TimeSpan?> _rpo = Duration.Option("--rpo", "How much data may be lost, as time: 1h. Missed, the exit code is 7.");
    private readonly Option<TimeSpan?> _rto = Duration.Option("--rto", "How long it may take: 30m. Missed, the exit code is 7.");
    private readonly Option<TimeSpan?> _deadline = Duration.Option("--deadline", "How long the backend may take to be healthy: 2m.");
    private readonly Option<int?> _jobs = JobsOption.Create("Sessions that save, load and prove; the number of cores, at most 8.");
    private readonly Option<bool> _skipRole = new("--skip-missing-role") { Description = "Leave owners and grants out whose roles the server lacks." };
    private readonly Option<bool> _skipRevision = new("--skip-revision-check") { Description = "Restore also a schema revision that the code does not know." };

    public void AddTo(Command command)
    {
        Option[] all = [_standby, _failover, _accept, _lag, _address, _resume, _startOver, _pause, _skip, _journal, _report, _rpo, _rto, _deadline, _jobs, _skipRole, _skipRevision];
        foreach (var option in all) command.Options.Add(option);
        command.OnlyOneOf(_resume, _startOver);
        command.Needs([_failover, _accept, _lag, _address], _standby, _resume);
    }

    public bool Pauses(ParseResult parsed) => parsed.GetValue(_pause);

    public RecoveryOptions Read(ParseResult parsed, ProbeOptions probe)
    {
        var options = new RecoveryOptions
        {
            Standby = parsed.GetValue(_standby),
            Switch = new SwitchOptions
            {
                Failover = parsed.GetValue(_failover),
                AcceptDataLoss = parsed.GetValue(_accept),
                MaximumLag = parsed.GetValue(_lag) ?? Defaults.MaximumLag,
                ServiceAddress = parsed.GetValue(_address),
            },
            Resume = parsed.GetValue(_resume),
            StartOver = parsed.GetValue(_startOver),
            SkipSteps = parsed.GetValue(_skip) ?? [],
            JournalPath = parsed.GetValue(_journal),
            ReportPath = parsed.GetValue(_report),
            RpoObjective = parsed.GetValue(_rpo),
            RtoObjective = parsed.GetValue(_rto),
            Jobs = parsed.GetValue(_jobs),
            SkipMissingRole = parsed.GetValue(_skipRole),
            SkipRevisionCheck = parsed.GetValue(_skipRevision),
            Api = probe.Api(parsed),
            ProbeEmail = probe.User(parsed),
            ProbePassword = probe.Password(parsed),
        };
        return parsed.GetValue(_deadline) is { } deadline ? options with { Deadline = deadline } : options;
    }
}
