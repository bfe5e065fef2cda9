using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Verify;

/// <summary>Reads a dump somebody else made to its end: its gzip data must be whole, its text a dump with the end marker.</summary>
internal sealed class ForeignCheck(IBackupStore store, IOperationObserver observer)
{
    /// <exception cref="DrException"><c>BackupNotADump</c>, <c>BackupTruncated</c>, <c>BackupCorrupt</c>, <c>DumpMalformed</c>.</exception>
    public async Task RunAsync(BackupSet backup, VerifyFindings findings, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(backup.Name, 0, cancellationToken).ConfigureAwait(false);
        long done = 0;
        using var hashing = new HashingStream(stream, bytes =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            observer.Progress(new ProgressReport($"Verifying {backup.Name}", null, done += bytes, backup.Size));
        });
        await Task.Factory.StartNew(() =>
        {
            DrException? failure = null;
            try
            {
                Parse(hashing, findings, backup);
            }
            catch (DrException error)
            {
                failure = error;
            }

            // A proof that failed names its bytes too.
            findings.FileSha256 = hashing.Finish();
            if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private static void Parse(Stream content, VerifyFindings findings, BackupSet backup)
    {
        var text = DumpText.Open(new Undisposed(content));
        using var scanner = new DumpScanner(text, textLimit: 4096);
        long rows = 0;
        while (scanner.Next() != DumpItem.End)
        {
            if (scanner.Item != DumpItem.CopyBlock) continue;
            while (!scanner.ReadCopy().IsEmpty) { }
            rows += scanner.CopyRows;
            findings.Tables++;
        }

        findings.Rows = rows;
        if (!scanner.IsComplete)
            throw new DrException(ErrorTable.BackupTruncated, $"{backup.Name} does not end with the end marker of a dump") { Subject = backup.Path };
    }

    /// <summary>The bytes are read on to their end after the parser has given up on them.</summary>
    private sealed class Undisposed(Stream inner) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => inner.Read(buffer);
    }
}
