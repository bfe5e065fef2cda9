using System.Collections.Concurrent;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>Loads the members of a backup of ours that hold rows and large objects, several at once, the largest table first.</summary>
internal sealed class BackupRows(LoadContext context, DumpSource source, FixedTables fixedTables)
{
    private readonly IReadOnlyList<BackupTable> _tables = source.Manifest!.Tables;

    /// <summary>Loads all that are wanted.</summary>
    public void Load()
    {
        context.Tally.Enter(LoadPhase.Rows);
        var wanted = source.Parts.Where(IsWanted).ToList();
        var free = wanted.Where(part => !IsFixed(part));
        // One session has nothing to spread; in the order of the file it reads the file from front to back. Rows of a table keep their order as far as can be,
        // for the scans of later.
        var queue = new ConcurrentQueue<DumpPart>(context.Crew.IsInline ? free : free.OrderByDescending(WeightOf).ThenBy(part => part.Member!.Table));
        for (var i = Math.Min(context.Crew.Count, queue.Count); i > 0; i--) context.Crew.Post(lane => LoadAll(lane, queue));
        context.Crew.Drain();
        foreach (var part in wanted.Where(IsFixed)) LoadMember(context.Crew.First, part);
    }

    private bool IsWanted(DumpPart part) => part.Kind switch
    {
        MemberKind.TableData => context.Scope.Wants(NameOf(part)),
        MemberKind.LargeObjects => context.Scope.IsAll,
        _ => false,
    };

    private bool IsFixed(DumpPart part) => part.Kind == MemberKind.TableData && fixedTables.Contains(NameOf(part));

    /// <summary>Bytes of the table, so that a large one does not come last, alone.</summary>
    private long WeightOf(DumpPart part) => part.Member!.Table is { } table ? _tables[table].Bytes : part.Member.RawLength;

    private QualifiedName NameOf(DumpPart part) => _tables[part.Member!.Table!.Value] is var table ? new QualifiedName(table.Schema, table.Name) : default;

    private void LoadAll(LoadLane lane, ConcurrentQueue<DumpPart> queue)
    {
        while (queue.TryDequeue(out var part)) LoadMember(lane, part);
    }

    private void LoadMember(LoadLane lane, DumpPart part)
    {
        var cancellationToken = context.Crew.Stopping;
        cancellationToken.ThrowIfCancellationRequested();
        lane.Enter(context.State.Current, cancellationToken);
        using var text = source.OpenAsync(part, cancellationToken).GetAwaiter().GetResult();
        using var scanner = new DumpScanner(text);
        if (part.Kind == MemberKind.LargeObjects) LoadLargeObjects(lane, scanner, part);
        else LoadRows(lane, scanner, part);
    }

    private void LoadRows(LoadLane lane, DumpScanner scanner, DumpPart part)
    {
        if (scanner.Next() != DumpItem.CopyBlock) throw Unlike(part, "does not begin with a COPY block");
        var copy = new DirectCopy(context, NameOf(part), Encoding.Latin1.GetString(scanner.Text), new DumpPlace(part.Label, scanner.Line));
        copy.Run(lane, scanner, () =>
        {
            // Reading on to the end proves the member's checksum.
            if (scanner.Next() != DumpItem.End) throw Unlike(part, "holds more than one COPY block");
            if (scanner.CopyRows != part.Member!.Rows) throw Unlike(part, "holds another number of rows than the manifest says");
        });
    }

    private void LoadLargeObjects(LoadLane lane, DumpScanner scanner, DumpPart part)
    {
        var runner = new StatementRunner(context, lane, context.Crew.IsInline);
        var policy = new DumpPolicy();
        while (scanner.Next() != DumpItem.End)
        {
            context.Crew.Stopping.ThrowIfCancellationRequested();
            var place = new DumpPlace(part.Label, scanner.Line);
            if (scanner.Item != DumpItem.Statement) throw Unlike(part, "holds something other than statements");
            var statement = StatementReader.Read(scanner.Text, scanner.BackslashEscapes, context.Names);
            // Its own settings are those of the header; the session keeps what the others share.
            if (statement.Kind == StatementKind.SessionChange || !policy.Admit(statement, place)) continue;
            var sql = Encoding.Latin1.GetString(scanner.Text);
            runner.Run(statement, sql, place, context.Crew.Stopping);
            context.Tally.Passed(sql.Length, part.Label);
        }

        runner.Flush(context.Crew.Stopping);
    }

    private DrException Unlike(DumpPart part, string how) => new(ErrorTable.BackupCorrupt, $"the member of {source.Name} with {part.Label} {how}") { Subject = source.Name };
}
