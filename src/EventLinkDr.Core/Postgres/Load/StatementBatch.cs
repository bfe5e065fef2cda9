using System.Text;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Sends many short statements at once: an INSERT of a dump with <c>--inserts</c> costs a round trip otherwise, a large object one for each
/// piece.
/// </summary>
internal sealed class StatementBatch
{
    private const int Enough = 128 * 1024;

    private readonly StringBuilder _text = new();
    private readonly List<(int End, DumpStatement Statement, DumpPlace Place)> _statements = [];

    /// <summary>Whether a statement is one of those that gain by it.</summary>
    public static bool Takes(DumpStatement statement) =>
        statement.Kind is StatementKind.Insert or StatementKind.SetSequence or StatementKind.LargeObject && statement.Name?.Name != "lo_unlink";

    /// <summary>Adds a statement, and sends what has gathered when that is enough.</summary>
    public void Add(DumpStatement statement, string sql, DumpPlace place, LoadLane lane, CancellationToken cancellationToken)
    {
        _text.Append(sql).Append('\n');
        _statements.Add((_text.Length, statement, place));
        if (_text.Length >= Enough) Flush(lane, cancellationToken);
    }

    /// <summary>Sends what has gathered.</summary>
    public void Flush(LoadLane lane, CancellationToken cancellationToken)
    {
        if (_statements.Count == 0) return;
        try
        {
            lane.Execute(_text.ToString(), cancellationToken);
        }
        catch (PostgresErrorException error)
        {
            throw LoadFailure.Of(error, Describe(), _statements[0].Place);
        }

        _text.Clear();
        _statements.Clear();
    }

    private string Describe() => _statements.Count == 1 ? _statements[0].Statement.ToString()
        : $"one of {_statements.Count} statements from {_statements[0].Statement} to {_statements[^1].Statement} in line {_statements[^1].Place.Line}";
}
