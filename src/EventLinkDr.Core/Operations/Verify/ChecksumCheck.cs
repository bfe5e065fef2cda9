using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Verify;

/// <summary>
/// Compares a data file with its manifest without inflating it: length, SHA-256, header and trailer of every member, id in the first line,
/// end marker in the last member.
/// </summary>
internal sealed class ChecksumCheck(IBackupStore store, IOperationObserver observer)
{
    private const int HeaderLength = MemberLayout.HeaderLength;
    private const int TrailerLength = MemberLayout.TrailerLength;
    private const int LargestText = 1024 * 1024;

    /// <exception cref="DrException"><c>BackupTruncated</c>, <c>BackupCorrupt</c>, <c>ManifestMismatch</c>, <c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public async Task RunAsync(BackupSet backup, CancellationToken cancellationToken)
    {
        var (name, length, sha256) = (backup.Name, backup.FileLength!.Value, backup.FileSha256);
        // Of an encrypted file only the whole can be compared: its members are inside.
        var manifest = backup.Encrypted ? null : backup.Manifest;
        var file = await store.StatAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.BackupNotFound, $"there is no {name} in {store.Location}") { Subject = store.PathOf(name) };
        if (manifest is not null) MemberLayout.Check(name, manifest, length);
        if (file.Length != length)
        {
            await EnsureSameIdAsync(name, manifest, cancellationToken).ConfigureAwait(false);
            throw OtherLength(name, length, file.Length);
        }

        var capture = new RangeCapture();
        var edges = manifest is null ? [] : manifest.Members.Select(member => Want(capture, member)).ToList();
        var stream = await store.OpenReadAsync(name, 0, cancellationToken).ConfigureAwait(false);
        string found;
        long read;
        await using (stream.ConfigureAwait(false))
        {
            (found, read) = await FileHash.ReadAsync(stream, (offset, piece) =>
            {
                capture.Add(offset, piece.Span);
                observer.Progress(new ProgressReport($"Verifying {name}", null, offset + piece.Length, length));
            }, cancellationToken).ConfigureAwait(false);
        }

        if (read != length) throw OtherLength(name, length, read);
        if (found != sha256)
        {
            await EnsureSameIdAsync(name, manifest, cancellationToken).ConfigureAwait(false);
            throw new DrException(ErrorTable.BackupCorrupt, $"{name} is as long as it should be, but not the same")
            {
                Expected = $"SHA-256 {sha256}", Found = found, Subject = store.PathOf(name),
            };
        }

        if (manifest is null) return;
        foreach (var (member, edge) in manifest.Members.Zip(edges)) edge.Check(name, member);
        CheckTexts(name, manifest, edges);
    }

    private static Edge Want(RangeCapture capture, BackupMember member) =>
        member.Kind is MemberKind.Header or MemberKind.Trailer && member.Length <= LargestText
            ? new Edge(capture.Want(member.Offset, (int)member.Length))
            : new Edge(capture.Want(member.Offset, HeaderLength), capture.Want(member.Offset + member.Length - TrailerLength, TrailerLength));

    private static void CheckTexts(string name, BackupManifest manifest, List<Edge> edges)
    {
        if (BackupFirstLine.Find(edges[0].Text(name)) != manifest.Id) throw MemberLayout.Mismatch(name, "it is the manifest of another backup");
        if (edges[^1].Text(name).AsSpan().IndexOf("-- PostgreSQL database dump complete\n"u8) < 0)
            throw new DrException(ErrorTable.BackupTruncated, $"{name} does not end with the end marker of a dump") { Subject = name };
    }

    private async Task EnsureSameIdAsync(string name, BackupManifest? manifest, CancellationToken cancellationToken)
    {
        if (manifest is null) return;
        var head = await DataFileHead.ReadAsync(store, name, cancellationToken).ConfigureAwait(false);
        if (head.Id is { } id && id != manifest.Id) throw MemberLayout.Mismatch(name, "it is the manifest of another backup");
    }

    private DrException OtherLength(string name, long expected, long found) =>
        new(found < expected ? ErrorTable.BackupTruncated : ErrorTable.BackupCorrupt, $"{name} is too {(found < expected ? "short" : "long")}")
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"{expected} bytes"),
            Found = found.ToString(CultureInfo.InvariantCulture),
            Subject = store.PathOf(name),
        };

    /// <summary>The beginning and the end of a member, or all of it.</summary>
    private sealed record Edge(byte[] First, byte[]? Last = null)
    {
        public void Check(string name, BackupMember member)
        {
            var tail = (Last ?? First).AsSpan()[^TrailerLength..];
            if (First is not [0x1f, 0x8b, 8, ..] || BinaryPrimitives.ReadUInt32LittleEndian(tail) != member.Crc32
                || BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]) != unchecked((uint)member.RawLength))
                throw MemberLayout.Mismatch(name, string.Create(CultureInfo.InvariantCulture, $"there is no such member at byte {member.Offset}"));
        }

        /// <summary>The text of a member that was kept whole; empty when it was too large to be.</summary>
        public byte[] Text(string name)
        {
            if (Last is not null) return [];
            var text = new MemoryStream();
            try
            {
                using var gzip = new GZipStream(new MemoryStream(First), CompressionMode.Decompress);
                gzip.CopyTo(text);
                return text.ToArray();
            }
            catch (InvalidDataException error)
            {
                throw new DrException(ErrorTable.BackupCorrupt, $"{name} cannot be inflated", error) { Subject = name };
            }
        }
    }
}
