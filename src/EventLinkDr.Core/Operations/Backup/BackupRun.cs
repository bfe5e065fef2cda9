using System.Runtime.ExceptionServices;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Snapshot;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Backup;

/// <summary>Writes the data file of one backup: definitions by pg_dump, rows on several sessions, all in one snapshot.</summary>
internal sealed class BackupRun(IPostgresServer server, IPgDump dump, BackupPlan plan, ConsistentSnapshot snapshot, MemberFile file, PhaseClock clock)
{
    /// <summary>Compressed bytes of definitions or large objects kept in memory before they hold the file for themselves.</summary>
    private const long SectionLimit = 16 * 1024 * 1024;

    private readonly Guid _id = Guid.NewGuid();

    /// <summary>Writes the whole file. Ends every session and process it started, also on failure.</summary>
    public async Task<BackupContent> WriteAsync(CancellationToken cancellationToken)
    {
        var filter = new TableFilter(plan.Options.ExcludeTableData);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var text = new BackupText(_id, dump.Version);
        WriteText(text.Header(plan.Facts.ServerVersion, dump.Version, plan.Facts.Encoding), MemberKind.Header, stop.Token);

        var sizes = await TableSizes.ReadAsync(snapshot.Session, snapshot.Tables, stop.Token).ConfigureAwait(false);
        var slices = TableSlicer.Cut(snapshot.Tables, sizes, filter.Includes, plan.Facts.ServerVersion);
        var hasLargeObjects = await LargeObjectDigest.AnyAsync(snapshot.Session, stop.Token).ConfigureAwait(false);
        var tallies = snapshot.Tables.Select(_ => new TableTally()).ToArray();
        // Held open until everything before it is in the file.
        using var postData = new MemberWriter(file, plan.Options.Compression, afterData: true, long.MaxValue, stop.Token);

        using (clock.Phase("copy"))
        {
            var tables = new TableCopy(server, plan, snapshot, file, clock, tallies);
            var largeObjects = hasLargeObjects ? CopyLargeObjectsAsync(stop.Token) : Task.FromResult<BackupLargeObjects?>(null);
            var rows = tables.RunAsync(slices, stop.Token);
            try
            {
                await AllOrNone.RunAsync(stop, [WriteDefinitionsAsync(postData, stop.Token), rows, largeObjects]).ConfigureAwait(false);
            }
            catch (DrException error) when (error.Kind == ErrorTable.PgDumpFailed && rows.Exception?.GetBaseException() is { } earlier and not OperationCanceledException)
            {
                // The snapshot ends with the session that failed, and pg_dump may be heard of before it.
                ExceptionDispatchInfo.Throw(earlier);
            }

            cancellationToken.ThrowIfCancellationRequested();

            var sequences = await SequenceListing.ReadAsync(snapshot.Session, stop.Token).ConfigureAwait(false);
            WriteText(BackupText.Sequences(sequences), MemberKind.Sequences, stop.Token);
            postData.Finish(new MemberLabel(MemberKind.PostData));
            WriteText(text.Trailer(), MemberKind.Trailer, stop.Token);
            return new BackupContent(_id, Describe(tallies), [.. sequences.Select(sequence => sequence.State)],
                await largeObjects.ConfigureAwait(false), [.. snapshot.Tables.Where(table => !filter.Includes(table)).Select(table => table.ToString())]);
        }
    }

    /// <summary>One run of pg_dump for both: most of its time goes into reading the catalog.</summary>
    private async Task WriteDefinitionsAsync(MemberWriter postData, CancellationToken cancellationToken)
    {
        using var preData = new MemberWriter(file, plan.Options.Compression, afterData: false, SectionLimit, cancellationToken);
        var output = new SwitchedStream(preData.AsStream());
        await DumpSectionsAsync(["--section=pre-data", "--section=post-data"], output, () =>
        {
            preData.Finish(new MemberLabel(MemberKind.PreData));
            file.OpenForData();
            output.Target = postData.AsStream();
            // A gzip stream that nothing is written to has no header.
            postData.Write("\n"u8);
        }, cancellationToken).ConfigureAwait(false);
        postData.Close();
    }

    private async Task<BackupLargeObjects?> CopyLargeObjectsAsync(CancellationToken cancellationToken)
    {
        using var member = new MemberWriter(file, plan.Options.Compression, afterData: true, SectionLimit, cancellationToken);
        await DumpSectionsAsync(["--section=data", "--blobs", "--exclude-table-data=*.*"], member.AsStream(), null, cancellationToken).ConfigureAwait(false);
        member.Finish(new MemberLabel(MemberKind.LargeObjects));
        var session = await server.OpenAsync(new SessionOptions(plan.Database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await snapshot.JoinAsync(session, cancellationToken).ConfigureAwait(false);
            return await LargeObjectDigest.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DumpSectionsAsync(string[] what, Stream destination, Action? onPostData, CancellationToken cancellationToken)
    {
        List<string> arguments =
        [
            .. what, $"--snapshot={snapshot.Id}", $"--lock-wait-timeout={(long)plan.Options.LockTimeout.TotalMilliseconds}", $"--encoding={plan.Facts.Encoding}",
        ];
        if (plan.Options.NoOwner) arguments.Add("--no-owner");
        if (plan.Options.NoPrivilege) arguments.Add("--no-privileges");
        try
        {
            await dump.RunAsync(plan.Database, arguments, (output, token) => DumpSectionFilter.CopyAsync(output, destination, onPostData, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.PgDumpFailed && error.Message.Contains("Query was: LOCK TABLE", StringComparison.Ordinal))
        {
            // pg_dump takes locks of its own, and queues for them behind whoever queues behind ours.
            throw new DrException(ErrorTable.LockTimeout, $"another session holds or waits for a table of {plan.Database} exclusively, and pg_dump could not get its own lock", error)
            {
                Subject = plan.Database,
            };
        }
    }

    private void WriteText(string content, MemberKind kind, CancellationToken cancellationToken)
    {
        using var member = new MemberWriter(file, plan.Options.Compression, afterData: false, SectionLimit, cancellationToken);
        member.Write(Encoding.Latin1.GetBytes(content));
        member.Finish(new MemberLabel(kind));
    }

    private BackupTable[] Describe(TableTally[] tallies) =>
    [
        .. snapshot.Tables.Select((table, i) => new BackupTable
        {
            Schema = table.Schema,
            Name = table.Name,
            Columns = table.ColumnNames.Length == 0 ? [] : table.ColumnNames.Split('\u0001'),
            Condition = table.Condition,
            LoadVia = table.LoadVia,
            Rows = tallies[i].Rows,
            Bytes = tallies[i].Bytes,
            Digest = tallies[i].Digest,
        }),
    ];
}
