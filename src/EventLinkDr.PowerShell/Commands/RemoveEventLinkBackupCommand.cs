using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Notices;
using EventLinkDr.Operations.Retention;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Removes backups: those that are named, or those that no rule keeps.</summary>
[Cmdlet(VerbsCommon.Remove, "EventLinkBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Pages + "Remove-EventLinkBackup.md")]
[OutputType(typeof(BackupSet), typeof(RemovalPlan))]
public sealed class RemoveEventLinkBackupCommand : BackupsCmdlet
{
    private readonly BackupSelection _selection = new();

    /// <summary>Names, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Keeps so many, the newest.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? KeepLast { get; set; }

    /// <summary>Keeps the newest of each of so many hours.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? KeepHourly { get; set; }

    /// <summary>Keeps the newest of each of so many days.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? KeepDaily { get; set; }

    /// <summary>Keeps the newest of each of so many weeks.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? KeepWeekly { get; set; }

    /// <summary>Keeps the newest of each of so many months.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? KeepMonthly { get; set; }

    /// <summary>Keeps the newest of each of so many years.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? KeepYearly { get; set; }

    /// <summary>Keeps everything taken within so long before the newest.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? KeepWithin { get; set; }

    /// <summary>Counts only backups that passed a proof of at least this level.</summary>
    [Parameter]
    public VerificationLevel? RequireProof { get; set; }

    /// <summary>The zone in which days, weeks, months and years begin.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    public string TimeZone { get; set; } = TimeZoneInfo.Utc.Id;

    /// <summary>Lets foreign, incomplete and damaged ones go too.</summary>
    [Parameter]
    public SwitchParameter IncludeIncomplete { get; set; }

    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the backups that were removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    private protected override bool IsForced => Force;

    private bool HasPolicy => KeepLast is not null || KeepHourly is not null || KeepDaily is not null || KeepWeekly is not null || KeepMonthly is not null
        || KeepYearly is not null || KeepWithin is not null || RequireProof is not null;

    private protected override void Bind()
    {
        base.Bind();
        _selection.Add(SessionState, Backup, LiteralPath, Path ?? BackupSelection.Usual);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var error in _selection.Missing) await WriteErrorAsync(error, null).ConfigureAwait(false);
        var adapters = CompositionRoot.Create();
        await using var __ = adapters.ConfigureAwait(false);
        foreach (var place in _selection.Open(adapters.Stores))
        {
            await using var _ = place.Store.ConfigureAwait(false);
            await RemoveAsync(place.Store, [.. place.Names, .. Name], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(IBackupStore store, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var operation = new RemovalOperation(store);
        var plan = await operation.PrepareAsync(new RemovalOptions { Policy = HasPolicy ? ReadPolicy() : null, Names = names, IncludeIncomplete = IncludeIncomplete }, cancellationToken).ConfigureAwait(false);
        // Nothing to ask when nothing goes; the outcome is told all the same.
        if ((plan.Expired.Count > 0 || Approval.IsPlanning(this)) && !await ApproveAsync(plan).ConfigureAwait(false)) return;
        var result = await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false);
        Report(result);
        foreach (var set in PassThru ? result.Removed : []) await AskAsync(() => Emit(set)).ConfigureAwait(false);
        foreach (var error in result.Errors) await WriteErrorAsync(error, null).ConfigureAwait(false);
    }

    private bool Emit(BackupSet set)
    {
        WriteObject(set);
        return true;
    }

    private RetentionPolicy ReadPolicy() => new()
    {
        KeepLast = KeepLast, KeepHourly = KeepHourly, KeepDaily = KeepDaily, KeepWeekly = KeepWeekly, KeepMonthly = KeepMonthly, KeepYearly = KeepYearly,
        KeepWithin = KeepWithin, RequireProof = RequireProof, IncludeIncomplete = IncludeIncomplete, Zone = RetentionPolicy.FindZone(TimeZone),
    };
}
