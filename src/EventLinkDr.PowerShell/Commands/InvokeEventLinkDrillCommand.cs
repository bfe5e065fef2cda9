using System.Management.Automation;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Operations.Notices;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Rehearses a recovery and measures it: of a sample database on a throwaway server, or of a deployment on a copy of it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EventLinkDrill", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DrillResult), typeof(DeploymentDrillResult), typeof(DrillPlan), typeof(DeploymentDrillPlan))]
public sealed class InvokeEventLinkDrillCommand : RehearsingCmdlet
{
    private const double BytesPerScale = 50 * 1024 * 1024;

    /// <summary>What means nothing without a deployment.</summary>
    private static readonly string[] OfDeployment = [nameof(Backup), nameof(Path), nameof(LiteralPath), nameof(Credential), .. OfCopies];

    private readonly OneInput<string> _input = new(ErrorTable.BackupNotFound);

    /// <summary>The backup, as <c>Get-EventLinkBackup</c> gives it.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public BackupSet? Backup { get; set; }

    /// <summary>The file, or the place whose newest complete backup is taken.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    public string? Path { get; set; }

    /// <summary>The file or place, taken as it is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>Size of the sample database.</summary>
    [Parameter(ParameterSetName = Discovered)]
    [Size]
    [ValidateRange(1024 * 1024, 1024L * 1024 * 1024 * 1024)]
    public long SampleSize { get; set; } = (long)BytesPerScale;

    /// <summary>Sessions that back up, load and prove.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Jobs { get; set; }

    /// <summary>Major version of PostgreSQL.</summary>
    [Parameter(ParameterSetName = Discovered)]
    [ValidateRange(10, 99)]
    public int? MajorVersion { get; set; }

    /// <summary>Leaves server and backup standing.</summary>
    [Parameter(ParameterSetName = Discovered)]
    public SwitchParameter Keep { get; set; }

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    // A drill without a deployment must not find one by itself: it would take minutes where seconds were meant.
    private bool UsesDeployment => ParameterSetName != Discovered;

    private DrillOptions OfSample => new() { Scale = SampleSize / BytesPerScale, Jobs = Jobs, Major = MajorVersion, Keep = Keep };

    private protected override void Bind()
    {
        base.Bind();
        if (!UsesDeployment)
        {
            if (OfDeployment.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } given)
                throw new DrException(ErrorTable.OptionsInvalid, $"-{given} is for a drill on a copy of a deployment, and none is named") { Remedy = "Name it: -Target, -ProjectDirectory, -Container or -ConnectionString." };
            return;
        }

        string? path = Path;
        if (Backup is null && Path is null && LiteralPath is null && !MyInvocation.ExpectingInput) path = BackupPlace.DefaultDirectory;
        var (found, _) = BackupPaths.Of(SessionState, Backup, LiteralPath is null ? null : [LiteralPath], path is null ? null : [path]);
        foreach (var one in found) _input.Take(one);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (UsesDeployment)
        {
            await RunOnCopyAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var plan = DrillOperation.Prepare(OfSample);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        await WriteAsync(await new DrillOperation(adapters).RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task RunOnCopyAsync(CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var target = await ResolveTargetAsync(adapters, cancellationToken, withoutDatabase: true).ConfigureAwait(false);
        var place = BackupPlace.ForReading(_input.Only(MyInvocation.ExpectingInput)!, adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        var backup = await BackupChoice.NewestCompleteAsync(place, cancellationToken).ConfigureAwait(false);
        using var decryption = await new KeyResolver(adapters.Cipher, LocalHost).FindDecryptionAsync(Keys, backup, cancellationToken).ConfigureAwait(false);
        var operation = new DeploymentDrillOperation(adapters, place.Store) { Decryption = decryption };
        var plan = await operation.PrepareAsync(backup, target, OfCopy with { Jobs = Jobs }, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
