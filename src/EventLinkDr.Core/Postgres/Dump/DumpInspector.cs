using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Dump;

/// <summary>
/// Reads a dump once before anything is created: a foreign file from front to back, of a backup of ours everything but the rows.
/// Proves the compression and the end marker, refuses what must not run, gathers the facts.
/// </summary>
internal static class DumpInspector
{
    /// <summary>Reads the dump.</summary>
    /// <exception cref="DrException">
    /// <c>BackupNotADump</c>, <c>BackupTruncated</c>, <c>BackupCorrupt</c>, <c>DumpForbidden</c>, <c>DumpMalformed</c>, <c>DumpEncodingUnsupported</c>.
    /// </exception>
    public static async Task<DumpFacts> InspectAsync(DumpSource source, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(observer);
        var inspection = new DumpInspection(source, observer);
        foreach (var part in source.Parts.Where(part => part.Kind != MemberKind.TableData))
        {
            var text = await Task.Run(() => source.OpenAsync(part, cancellationToken), cancellationToken).ConfigureAwait(false);
            await using (text.ConfigureAwait(false))
            {
                await Task.Factory.StartNew(() => inspection.Read(text, part, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning,
                    TaskScheduler.Default).ConfigureAwait(false);
            }
        }

        var facts = inspection.Finish();
        return source.Manifest is { } manifest ? FromManifest(facts, manifest) : facts;
    }

    /// <summary>What the rows would have told, from the manifest.</summary>
    private static DumpFacts FromManifest(DumpFacts facts, BackupManifest manifest) => facts with
    {
        Tables = [.. manifest.Tables.Select(table => new DumpTable(new QualifiedName(table.Schema, table.Name), table.Columns, table.Rows, table.Bytes))],
        Revision = manifest.Revision,
        LargeObjects = manifest.LargeObjects?.Count ?? 0,
        TextLength = manifest.Members.Sum(member => member.RawLength),
    };
}
