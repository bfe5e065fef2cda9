using System.Text;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>Loads what a scanner finds, in its order: the whole of a foreign dump, or one part after another of a backup of ours.</summary>
internal sealed class StatementStream : IDisposable
{
    private const int BufferSize = 1024 * 1024;

    private readonly LoadContext _context;
    private readonly LaneCrew _crew;
    private readonly StatementRunner _runner;
    private readonly BuildWindow _window;
    private readonly DumpPolicy _policy = new();
    private readonly RowBuffers _buffers;

    public StatementStream(LoadContext context)
    {
        _context = context;
        _crew = context.Crew;
        _runner = new StatementRunner(context, _crew.First, _crew.IsInline);
        _window = new BuildWindow(context);
        _buffers = new RowBuffers(2 * _crew.Count + 2, BufferSize);
    }

    /// <summary>Tables whose rows need the order of the dump; null before the rows begin.</summary>
    public FixedTables? Fixed { get; private set; }

    /// <summary>Loads a text to its end; everything is on the server when it returns.</summary>
    public void Load(Stream text, DumpPart part)
    {
        using var scanner = new DumpScanner(text);
        while (scanner.Next() != DumpItem.End)
        {
            _crew.Stopping.ThrowIfCancellationRequested();
            var place = new DumpPlace(part.Label, scanner.Line);
            if (scanner.Item == DumpItem.MetaCommand) _policy.AdmitCommand(scanner.Text, _context.Names, place);
            else if (scanner.Item == DumpItem.CopyBlock) LoadRows(scanner, place);
            else RunStatement(scanner, place);
        }

        _window.Flush();
        _crew.Drain();
        _runner.Flush(_crew.Stopping);
    }

    /// <summary>The definitions are there: what must be known of them is asked of the server now.</summary>
    public void BeginRows()
    {
        if (Fixed is not null) return;
        _runner.Flush(_crew.Stopping);
        _context.Scope.Resolve(_crew.First, _context, _crew.Stopping);
        Fixed = FixedTables.Read(_context, _crew.First);
    }

    public void Dispose() => _buffers.Dispose();

    private void RunStatement(DumpScanner scanner, DumpPlace place)
    {
        var statement = StatementReader.Read(scanner.Text, scanner.BackslashEscapes, _context.Names);
        // Statements about the database itself are applied by the restore, under the name it has then.
        if (!_policy.Admit(statement, place)) return;
        var builds = BuildWindow.Takes(statement);
        // Only a choice of tables needs to know them before the indexes of a dump without rows.
        if (statement.Kind is StatementKind.Insert or StatementKind.SetSequence || (builds && !_context.Scope.IsAll)) BeginRows();
        if (!_context.Scope.Wants(statement)) return;
        var sql = Encoding.Latin1.GetString(scanner.Text);
        _crew.Drain();
        if (builds && !_runner.InOwnTransaction)
        {
            _runner.Flush(_crew.Stopping);
            _window.Add(statement, sql, place);
            return;
        }

        _window.Flush();
        _context.Tally.Enter(PhaseOf(statement));
        _runner.Run(statement, sql, place, _crew.Stopping);
        _context.Tally.Passed(sql.Length, null);
    }

    private void LoadRows(DumpScanner scanner, DumpPlace place)
    {
        var header = CopyHeader.Parse(scanner.Text, scanner.BackslashEscapes, _context.Names, scanner.Line);
        _window.Flush();
        BeginRows();
        if (!_context.Scope.Wants(header.Table)) return;
        _runner.Flush(_crew.Stopping);
        _context.Tally.Enter(LoadPhase.Rows);
        var sql = Encoding.Latin1.GetString(scanner.Text);
        if (_crew.IsInline || _runner.InOwnTransaction)
        {
            _crew.Drain();
            new DirectCopy(_context, header.Table, sql, place).Run(_crew.First, scanner);
            return;
        }

        var alone = Fixed!.Contains(header.Table);
        if (alone) _crew.Drain();
        new RowStream(_context, _buffers, header, sql, place, alone).Read(scanner);
        if (alone) _crew.Drain();
    }

    private string PhaseOf(DumpStatement statement) =>
        statement.Kind is StatementKind.Insert or StatementKind.SetSequence or StatementKind.LargeObject ? LoadPhase.Rows
        : Fixed is null ? LoadPhase.Definitions : LoadPhase.Rest;
}
