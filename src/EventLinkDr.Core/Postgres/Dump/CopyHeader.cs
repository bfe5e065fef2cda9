using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>The head of a COPY block: <c>COPY public.users (id, email) FROM stdin;</c>.</summary>
/// <param name="Table">Table whose rows follow.</param>
/// <param name="Columns">Columns in the order of the rows; null where the head does not list them.</param>
internal sealed record CopyHeader(QualifiedName Table, IReadOnlyList<string>? Columns)
{
    /// <summary>Whether a statement is followed by rows: <c>COPY … FROM stdin</c>. The grammar takes <c>stdout</c> there for the same.</summary>
    public static bool IsFromStdin(ReadOnlySpan<byte> statement, bool backslashEscapes)
    {
        var tokens = new SqlTokens(statement, backslashEscapes);
        if (!tokens.NextIs("copy"u8)) return false;
        while (tokens.Next())
        {
            if (tokens.Depth == 0 && tokens.IsWord("from"u8))
                return tokens.Next() && (tokens.IsWord("stdin"u8) || tokens.IsWord("stdout"u8));
        }

        return false;
    }

    /// <summary>Takes the head of a block apart.</summary>
    /// <exception cref="DrException"><c>DumpMalformed</c>: not in the form pg_dump writes.</exception>
    public static CopyHeader Parse(ReadOnlySpan<byte> statement, bool backslashEscapes, Encoding encoding, long line)
    {
        var tokens = new SqlTokens(statement, backslashEscapes);
        tokens.Next();
        tokens.Next();
        var table = QualifiedName.Read(ref tokens, encoding) ?? throw Malformed(line);
        List<string>? columns = null;
        if (tokens.IsSymbol('('))
        {
            columns = [];
            while (tokens.Next() && !tokens.IsSymbol(')'))
                if (tokens.IsName) columns.Add(tokens.Name(encoding));
            tokens.Next();
        }

        if (!tokens.IsWord("from"u8) || !tokens.NextIs("stdin"u8) || !tokens.Next() || !tokens.IsSymbol(';') || tokens.Next()) throw Malformed(line);
        return new CopyHeader(table, columns);
    }

    /// <summary>Options would change what a row and what the end of the rows is.</summary>
    private static DrException Malformed(long line) => new(ErrorTable.DumpMalformed, $"the COPY block of line {line} does not begin as pg_dump begins it")
    {
        Expected = "COPY name (columns) FROM stdin;",
    };
}
