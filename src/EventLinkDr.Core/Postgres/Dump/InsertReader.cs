using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Reads INSERT: its table, and its rows if it has only constants, as pg_dump writes it.</summary>
internal static class InsertReader
{
    private const string Revision = "alembic_version";

    public static DumpStatement Read(ref SqlTokens tokens, Encoding encoding)
    {
        tokens.Next();
        tokens.Next();
        var table = QualifiedName.Read(ref tokens, encoding);
        List<string>? arguments = table?.Name == Revision ? [] : null;
        var rows = 0L;
        var values = false;
        var afterName = false;
        do
        {
            if (tokens.IsWord("values"u8))
            {
                // INSERT … DEFAULT VALUES is one row.
                if (tokens.Depth == 0) values = true;
                afterName = false;
            }
            else if (tokens.IsWord("select"u8) || (tokens.IsSymbol('(') && afterName))
            {
                return StatementReader.Forbidden("INSERT", "INSERT of something that is no constant");
            }
            else
            {
                if (values && tokens.IsSymbol('(') && tokens.Depth == 1) rows++;
                if (values && tokens.Kind == SqlTokenKind.Text) arguments?.Add(tokens.Text(encoding));
                afterName = values && tokens.IsName;
            }
        }
        while (tokens.Next());
        return new DumpStatement { Kind = StatementKind.Insert, Verb = "INSERT INTO", Name = table, Rows = values ? Math.Max(rows, 1) : 0, Arguments = arguments ?? [] };
    }
}
