using System.Management.Automation;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Rehearses a recovery and measures it: of a sample database on a throwaway server, or of a deployment on a copy of it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EventLinkDrill", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Pages + "Invoke-EventLinkDrill.md")]
[OutputType(typeof(DrillResult), typeof(DeploymentDrillResult), typeof(DrillPlan), typeof(DeploymentDrillPlan))]
public sealed class InvokeEventLinkDrillCommand : MeasuredCmdlet
{
    private const double BytesPerScale = 50 * 1024 * 1024;

    /// <summary>What means nothing without a deployment.</summary>
    private static readonly string[] OfDeployment =
    [
        nameof(Backup), nameof(Path), nameof(LiteralPath), nameof(Credential), nameof(IdentityFile), nameof(Identity), nameof(Passphrase),
        nameof(ProbeCredential), nameof(Deadline), nameof(RpoObjective), nameof(RtoObjective), nameof(ReportPath),
    ];

    /// <summary>Size of the sample database.</summary>
    [Parameter(ParameterSetName = Discovered)]
    [Size]
    [ValidateRange(1024 * 1024, 1024L * 1024 * 1024 * 1024)]
    public long SampleSize { get; set; } = (long)BytesPerScale;

    /// <summary>Major version of PostgreSQL.</summary>
    [Parameter(ParameterSetName = Discovered)]
    [ValidateRange(10, 99)]
    public int? MajorVersion { get; set; }

    /// <summary>Leaves server and backup standing.</summary>
    [Parameter(ParameterSetName = Discovered)]
    public SwitchParameter Keep { get; set; }

    // A drill without a deployment must not find one by itself: it would take minutes where seconds were meant.
    private bool UsesDeployment => ParameterSetName != Discovered;

    private protected override bool NeedsBackup => UsesDeployment;

    private DrillOptions OfSample => new() { Scale = SampleSize / BytesPerScale, Jobs = Jobs, Major = MajorVersion, Keep = Keep };

    private DeploymentDrillOptions OfCopy => new()
    {
        Jobs = Jobs,
        ProbeEmail = ProbeCredential?.UserName,
        ProbePassword = ProbeCredential?.GetNetworkCredential().Password,
        Deadline = Deadline,
        RpoObjective = RpoObjective,
        RtoObjective = RtoObjective,
        ReportPath = ReportFile,
    };

    private protected override DrException? Objection => UsesDeployment ? null
        : MyInvocation.ExpectingInput ? OnlyForCopies("a backup")
        : OfDeployment.FirstOrDefault(name => ParameterRules.IsGiven(this, name)) is { } given ? OnlyForCopies("-" + given)
        : null;

    private protected override void Bind()
    {
        if (!NamesBackup) Path = BackupPlace.DefaultDirectory;
        base.Bind();
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
        var place = BackupPlace.ForReading(TheBackup(), adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        var backup = await BackupChoice.NewestCompleteAsync(place, cancellationToken).ConfigureAwait(false);
        using var decryption = await new KeyResolver(adapters.Cipher, LocalHost).FindDecryptionAsync(Keys, backup, cancellationToken).ConfigureAwait(false);
        var operation = new DeploymentDrillOperation(adapters, place.Store) { Decryption = decryption };
        var plan = await operation.PrepareAsync(backup, target, OfCopy, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static DrException OnlyForCopies(string what) => new(ErrorTable.OptionsInvalid, $"{what} is for a drill on a copy of a deployment, and none is named")
    {
        Remedy = "Name it: -Target, -ProjectDirectory, -Container or -ConnectionString.",
    };
}
