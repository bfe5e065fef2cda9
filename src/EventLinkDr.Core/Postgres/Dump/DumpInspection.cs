using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>The state of one pass over a dump; for one thread at a time.</summary>
internal sealed class DumpInspection(DumpSource source, IOperationObserver observer)
{
    // Longer statements are INSERTs and large objects, of which the beginning tells enough.
    private const int TextLimit = 4 * 1024 * 1024;
    private const int RevisionBytes = 4096;
    private const long ProgressStep = 1024 * 1024;

    private readonly DumpPolicy _policy = new();
    private readonly DumpFactsCollector _facts = new();
    private long _length;
    private long _reported;
    private bool _complete;

    /// <summary>Reads one part to its end.</summary>
    public void Read(Stream text, DumpPart part, CancellationToken cancellationToken)
    {
        using var scanner = new DumpScanner(text, TextLimit);
        scanner.Comment = OnComment;
        try
        {
            while (scanner.Next() != DumpItem.End)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (scanner.Item == DumpItem.CopyBlock) TakeCopy(scanner, text, cancellationToken);
                else Take(scanner, new DumpPlace(part.Label, scanner.Line));
                Report(text, null);
            }
        }
        catch (DumpTextException error) when (!_facts.LooksLikeADump)
        {
            throw NotADump(error);
        }

        _complete = scanner.IsComplete;
        _length += scanner.Length;
    }

    /// <summary>Looks at what is left over at the end.</summary>
    public DumpFacts Finish()
    {
        if (!_complete && !_facts.LooksLikeADump) throw NotADump(null);
        if (!_complete)
        {
            throw new DrException(ErrorTable.BackupTruncated, $"{source.Name} ends before its end")
            {
                Expected = "the line \"-- PostgreSQL database dump complete\" at its end",
            };
        }

        _policy.Finish();
        return _facts.Finish(_policy.CreatedDatabase, _length);
    }

    private void OnComment(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("-- PostgreSQL database cluster dump"u8))
        {
            throw new DrException(ErrorTable.DumpForbidden, $"{source.Name} is the output of pg_dumpall, which holds a whole server")
            {
                Expected = "the output of pg_dump for one database",
            };
        }

        _facts.OnComment(text);
    }

    private void Take(DumpScanner scanner, DumpPlace place)
    {
        if (scanner.Item == DumpItem.MetaCommand)
        {
            _policy.AdmitCommand(scanner.Text, _facts.Encoding, place);
            return;
        }

        var statement = StatementReader.Read(scanner.Text, scanner.BackslashEscapes, _facts.Encoding);
        if (statement.IsUnknown && !_facts.LooksLikeADump) throw NotADump(DumpPolicy.Refuse(place, statement.Forbidden!));
        if (_policy.Admit(statement, place)) _facts.OnStatement(statement, place);
        else _facts.OnDatabaseStatement(statement, scanner.Text, place);
    }

    private void TakeCopy(DumpScanner scanner, Stream text, CancellationToken cancellationToken)
    {
        var header = CopyHeader.Parse(scanner.Text, scanner.BackslashEscapes, _facts.Encoding, scanner.Line);
        var bytes = 0L;
        while (scanner.ReadCopy() is { IsEmpty: false } chunk)
        {
            if (bytes == 0 && DumpFactsCollector.HoldsRevision(header)) _facts.OnRevisionRows(chunk[..Math.Min(chunk.Length, RevisionBytes)]);
            bytes += chunk.Length;
            cancellationToken.ThrowIfCancellationRequested();
            Report(text, header.Table.ToString());
        }

        _facts.OnCopy(header, scanner.CopyRows, bytes);
    }

    private void Report(Stream text, string? item)
    {
        var position = source.FilePosition(text);
        if (position - _reported < ProgressStep) return;
        _reported = position;
        observer.Progress(new ProgressReport($"Reading {source.Name}", item, position, source.Length));
    }

    private DrException NotADump(Exception? inner) => new(ErrorTable.BackupNotADump, $"{source.Name} is not a plain SQL dump", inner)
    {
        Expected = "the line \"-- PostgreSQL database dump\" near its beginning",
    };
}
