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
                await AllOrNone.RunAsync(stop, [WritePreDataAsync(stop.Token), DumpSectionAsync("post-data", [], postData, stop.Token), rows, largeObjects]).ConfigureAwait(false);
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

    private async Task WritePreDataAsync(CancellationToken cancellationToken)
    {
        using var member = new MemberWriter(file, plan.Options.Compression, afterData: false, SectionLimit, cancellationToken);
        await DumpSectionAsync("pre-data", [], member, cancellationToken).ConfigureAwait(false);
        member.Finish(new MemberLabel(MemberKind.PreData));
        file.OpenForData();
    }

    private async Task<BackupLargeObjects?> CopyLargeObjectsAsync(CancellationToken cancellationToken)
    {
        using var member = new MemberWriter(file, plan.Options.Compression, afterData: true, SectionLimit, cancellationToken);
        await DumpSectionAsync("data", ["--blobs", "--exclude-table-data=*.*"], member, cancellationToken).ConfigureAwait(false);
        member.Finish(new MemberLabel(MemberKind.LargeObjects));
        var session = await server.OpenAsync(new SessionOptions(plan.Database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await snapshot.JoinAsync(session, cancellationToken).ConfigureAwait(false);
            return await LargeObjectDigest.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DumpSectionAsync(string section, string[] more, MemberWriter member, CancellationToken cancellationToken)
    {
        List<string> arguments =
        [
            $"--section={section}", $"--snapshot={snapshot.Id}",
            $"--lock-wait-timeout={(long)plan.Options.LockTimeout.TotalMilliseconds}", $"--encoding={plan.Facts.Encoding}",
        ];
        arguments.AddRange(more);
        if (plan.Options.NoOwner) arguments.Add("--no-owner");
        if (plan.Options.NoPrivilege) arguments.Add("--no-privileges");
        try
        {
            await dump.RunAsync(plan.Database, arguments, (output, token) => DumpSectionFilter.CopyAsync(output, member.AsStream(), token), cancellationToken)
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

        member.Close();
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
