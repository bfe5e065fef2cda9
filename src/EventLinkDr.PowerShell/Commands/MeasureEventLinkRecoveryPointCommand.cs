using System.Management.Automation;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Notices;
using EventLinkDr.Operations.RecoveryPoints;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Answers whether the backups there are hold the recovery point objective now.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "EventLinkRecoveryPoint", HelpUri = OnlineHelp.Pages + "Measure-EventLinkRecoveryPoint.md")]
[OutputType(typeof(RecoveryPoint))]
[OnlyOneOf(nameof(Backup), nameof(Path), nameof(LiteralPath), OrPipeline = true)]
public sealed class MeasureEventLinkRecoveryPointCommand : AsyncDrCmdlet
{
    private readonly List<BackupSet> _backups = [];
    private readonly BackupSelection _selection = new();

    /// <summary>The backups, as <c>Get-EventLinkBackup</c> gives them; of all places there are.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public BackupSet? Backup { get; set; }

    /// <summary>Directories or addresses of stores, in place of the pipeline.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Directories or addresses of stores, taken as they are.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>How much time may pass without a backup.</summary>
    [Parameter]
    [Duration]
    public TimeSpan RpoObjective { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How old the newest proof may be.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? ProofObjective { get; set; }

    /// <summary>The level a proof must have to count.</summary>
    [Parameter]
    public VerificationLevel ProofLevel { get; set; }

    /// <summary>How old the newest backup off this host may be.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? OffHostObjective { get; set; }

    /// <summary>Directories that lie on other hosts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] OffHostPath { get; set; } = [];

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    private protected override void Bind()
    {
        if (Backup is not null) _backups.Add(Backup);
        else _selection.Add(SessionState, null, LiteralPath, Path ?? BackupSelection.Usual);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var error in _selection.Missing) await WriteErrorAsync(error, null).ConfigureAwait(false);
        var adapters = CompositionRoot.Create();
        await using var __ = adapters.ConfigureAwait(false);
        foreach (var place in _selection.Open(adapters.Stores))
        {
            await using var _ = place.Store.ConfigureAwait(false);
            _backups.AddRange(await new BackupCatalog(place.Store).ListAsync(new BackupFilter { Name = place.Names }, cancellationToken).ConfigureAwait(false));
        }

        var objectives = new RecoveryPointObjectives
        {
            Rpo = RpoObjective, ProofAge = ProofObjective, ProofLevel = ProofLevel, OffHostAge = OffHostObjective,
            OffHostPaths = await AskAsync(() => OffHostPath.Select(path => ProviderPath.OfNew(SessionState, path)).ToArray()).ConfigureAwait(false),
        };
        foreach (var point in RecoveryPointMeasure.Of(_backups, objectives, DateTimeOffset.UtcNow))
        {
            await WriteAsync(point).ConfigureAwait(false);
            if (RecoveryPointMeasure.ErrorOf(point) is { } error) await WriteErrorAsync(error, point).ConfigureAwait(false);
        }
    }
}
