using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Postgres.Dump;

/// <summary>A complete backup of ours: its members are known and are read where they stand, several at once.</summary>
internal sealed class BackupDumpSource : DumpSource
{
    private static readonly MemberKind[] RunningOrder =
        [MemberKind.Header, MemberKind.PreData, MemberKind.TableData, MemberKind.LargeObjects, MemberKind.Sequences, MemberKind.PostData, MemberKind.Trailer];

    private readonly IBackupStore _store;
    private readonly BackupManifest _manifest;

    /// <param name="store">Where it is.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="name">Name of the data file where it is no longer the one in the manifest: both were renamed together.</param>
    public BackupDumpSource(IBackupStore store, BackupManifest manifest, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(manifest);
        Name = name ?? manifest.FileName;
        _store = store;
        _manifest = manifest;
        Parts = [.. manifest.Members.Select(ToPart).OrderBy(part => Array.IndexOf(RunningOrder, part.Kind!.Value)).ThenBy(part => part.Member!.Offset)];
    }

    public override string Name { get; }

    public override long Length => _manifest.FileLength;

    public override BackupManifest Manifest => _manifest;

    public override IReadOnlyList<DumpPart> Parts { get; }

    public override async Task<Stream> OpenAsync(DumpPart part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        var content = await _store.OpenReadAsync(Name, part.Member!.Offset, cancellationToken).ConfigureAwait(false);
        return new MemberReadStream(new AbortableStream(content, cancellationToken), part.Member);
    }

    public override long FilePosition(Stream open) => ((MemberReadStream)open).FilePosition;

    private DumpPart ToPart(BackupMember member) => new(member.Kind, LabelOf(member), member);

    private string LabelOf(BackupMember member) => member.Kind switch
    {
        MemberKind.Header => "header",
        MemberKind.PreData => "definitions before the data",
        MemberKind.TableData => member.Table is { } table ? $"rows of {_manifest.Tables[table]}" : "rows",
        MemberKind.LargeObjects => "large objects",
        MemberKind.Sequences => "sequence values",
        MemberKind.PostData => "definitions after the data",
        _ => "end",
    };
}
