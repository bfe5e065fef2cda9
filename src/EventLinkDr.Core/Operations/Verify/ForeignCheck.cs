using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Verify;

/// <summary>Reads a dump somebody else made to its end: its gzip data must be whole, its text a dump with the end marker that a restore would take.</summary>
/// <param name="store">Holds the file.</param>
/// <param name="readable">The same, where it reads as what it holds.</param>
/// <param name="observer">Is told how far it is.</param>
internal sealed class ForeignCheck(IBackupStore store, IBackupStore readable, IOperationObserver observer)
{
    /// <exception cref="DrException"><c>BackupNotADump</c>, <c>BackupTruncated</c>, <c>BackupCorrupt</c>, <c>DumpMalformed</c>, <c>DumpForbidden</c>.</exception>
    public async Task RunAsync(BackupSet backup, VerifyFindings findings, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(backup.Name, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // First, since a proof that failed names its bytes too.
            (findings.FileSha256, _) = await FileHash.ReadAsync(stream, (_, _) => { }, cancellationToken).ConfigureAwait(false);
        }

        var source = await ForeignDumpSource.FindAsync(readable, backup.Name, cancellationToken).ConfigureAwait(false);
        var facts = await DumpInspector.InspectAsync(source, observer, cancellationToken).ConfigureAwait(false);
        findings.Tables = facts.Tables.Count;
        findings.Rows = facts.Tables.Sum(table => table.Rows);
    }
}
