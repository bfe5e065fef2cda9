using System.Management.Automation;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Notices;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Makes a backup of the database.</summary>
[Cmdlet(VerbsData.Backup, "EventLinkDb", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BackupResult), typeof(BackupPlan))]
public sealed class BackupEventLinkDbCommand : ChangingCmdlet
{
    private string _path = "";

    /// <summary>The deployment, as <c>Get-EventLinkTarget</c> gives it.</summary>
    [Parameter(ParameterSetName = nameof(Target), Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public override EventLinkTarget? Target { get; set; }

    /// <summary>Directory, file or address of a store to write to.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = BackupPlace.DefaultDirectory + System.IO.Path.DirectorySeparatorChar;

    /// <summary>Sessions that read tables at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Jobs { get; set; }

    /// <summary>How hard to compress.</summary>
    [Parameter]
    public BackupCompression CompressionLevel { get; set; }

    /// <summary>Leaves owners out.</summary>
    [Parameter]
    public SwitchParameter NoOwner { get; set; }

    /// <summary>Leaves privileges out.</summary>
    [Parameter]
    public SwitchParameter NoPrivilege { get; set; }

    /// <summary>Tables whose rows are left out.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] ExcludeTableData { get; set; } = [];

    /// <summary>How long to wait for a table that somebody holds.</summary>
    [Parameter]
    [Duration]
    public TimeSpan LockTimeout { get; set; } = new BackupOptions().LockTimeout;

    /// <summary>Replaces an existing file of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    private protected override bool IsForced => Force;

    private protected override void Bind()
    {
        base.Bind();
        _path = ProviderPath.OfNew(SessionState, Path);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(new ConnectOptions(), cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var place = BackupPlace.ForWriting(_path, connection.Adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        var operation = new BackupOperation(connection.Deployment, place.Store);
        var plan = await operation.PrepareAsync(Options(place.Name), cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private BackupOptions Options(string? fileName) => new()
    {
        Jobs = Jobs,
        Compression = CompressionLevel,
        NoOwner = NoOwner,
        NoPrivilege = NoPrivilege,
        ExcludeTableData = ExcludeTableData,
        FileName = fileName,
        Force = Force,
        LockTimeout = LockTimeout,
    };
}
