using System.CommandLine;
using EventLinkDr.Operations.Drill;

namespace EventLinkDr.Cli.Input;

/// <summary>Options of <c>eventlinkdr drill</c> on a copy of a deployment.</summary>
internal sealed class DeploymentDrillOptionSet
{
    private readonly Argument<string?> _backup = new("backup")
    {
        Description = "With a deployment named: the file, or a directory or s3://bucket/prefix or az://account/container/prefix for the newest complete one in it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<TimeSpan?> _deadline = Duration.Option("--deadline", "How long the copy's backend may take to be healthy: 2m.");
    private readonly Option<TimeSpan?> _rpo = Duration.Option("--rpo", "How old the backup may be: 24h. Missed, the exit code is 7.");
    private readonly Option<TimeSpan?> _rto = Duration.Option("--rto", "How long the recovery may take: 30m. Missed, the exit code is 7.");
    private readonly Option<string?> _report = new("--report") { Description = "Write a report there, HTML or .md, however it ends.", HelpName = "file" };
    private readonly TargetOptions _targets;
    private readonly ProbeOptions _probe;

    public DeploymentDrillOptionSet(Command command)
    {
        command.Arguments.Add(_backup);
        var before = command.Options.Count;
        foreach (var option in (Option[])[_deadline, _rpo, _rto, _report]) command.Options.Add(option);
        _probe = new ProbeOptions(command, withApi: false);
        Keys = new DecryptionOptions(command);
        Own = [_backup, .. command.Options.Skip(before)];
        _targets = new TargetOptions(command);
    }

    /// <summary>Everything that means nothing without a deployment.</summary>
    public IReadOnlyList<Symbol> Own { get; }

    public DecryptionOptions Keys { get; }

    public TargetOptions Targets => _targets;

    public bool NamesDeployment(ParseResult parsed) => _targets.AreGiven(parsed);

    public string Backup(ParseResult parsed) => parsed.GetValue(_backup) ?? PathOptions.Default;

    public DeploymentDrillOptions Read(ParseResult parsed, int? jobs)
    {
        var options = new DeploymentDrillOptions
        {
            Jobs = jobs,
            ProbeEmail = _probe.User(parsed),
            ProbePassword = _probe.Password(parsed),
            RpoObjective = parsed.GetValue(_rpo),
            RtoObjective = parsed.GetValue(_rto),
            ReportPath = parsed.GetValue(_report),
        };
        return parsed.GetValue(_deadline) is { } deadline ? options with { Deadline = deadline } : options;
    }
}
