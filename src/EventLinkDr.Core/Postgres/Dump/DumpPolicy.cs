using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>
/// Decides what of a dump may run in the target database, in the order of the file. Nothing in a dump may reach another database or the
/// server as a whole; of a dump with <c>-C</c> what makes and names its own database is left out, since the restore names it itself.
/// </summary>
internal sealed class DumpPolicy
{
    private DumpPlace _dropAt;
    private DumpPlace _encodingAt;
    private string? _dropped;
    private string? _commented;
    private bool _encodingPending;

    /// <summary>The database that a dump with <c>-C</c> creates; null in other dumps.</summary>
    public string? CreatedDatabase { get; private set; }

    /// <summary>Looks at a statement.</summary>
    /// <returns>Whether it runs in the target; false for a statement about the database as such.</returns>
    /// <exception cref="DrException"><c>DumpForbidden</c>.</exception>
    public bool Admit(DumpStatement statement, DumpPlace place)
    {
        if (statement.Forbidden is not null) throw Refuse(place, statement.Forbidden);
        if (_encodingPending) throw Refuse(_encodingAt, "the psql command \\encoding");
        if (statement.Kind != StatementKind.Database) return true;
        AdmitDatabase(statement, place);
        return false;
    }

    /// <summary>Looks at a psql command.</summary>
    /// <exception cref="DrException"><c>DumpForbidden</c>.</exception>
    public void AdmitCommand(ReadOnlySpan<byte> command, Encoding encoding, DumpPlace place)
    {
        if (DumpScanner.IsRestrict(command)) return;
        command = command.TrimEnd((byte)'\r');
        if (command.SequenceEqual("\\encoding SQL_ASCII"u8))
        {
            // pg_dump -C sets it so that psql takes any bytes in the name behind \connect.
            (_encodingPending, _encodingAt) = (true, place);
            return;
        }

        if (!command.StartsWith("\\connect "u8)) throw Refuse(place, $"the psql command {Word(command)}");
        _encodingPending = false;
        var name = ConnectTarget.Parse(command, encoding);
        if (CreatedDatabase is null || name != CreatedDatabase) throw Refuse(place, "\\connect to a database other than the one the dump creates");
    }

    /// <summary>Looks at what is left over at the end of the dump.</summary>
    /// <exception cref="DrException"><c>DumpForbidden</c>.</exception>
    public void Finish()
    {
        if (_encodingPending) throw Refuse(_encodingAt, "the psql command \\encoding");
        if (_dropped is not null && _dropped != CreatedDatabase) throw Refuse(_dropAt, "DROP DATABASE of a database that the dump does not create");
    }

    public static DrException Refuse(DumpPlace place, string what) => new(ErrorTable.DumpForbidden, $"{place} holds {what}");

    private void AdmitDatabase(DumpStatement statement, DumpPlace place)
    {
        var name = statement.Name?.Name;
        switch (statement.Verb)
        {
            case "DROP" when CreatedDatabase is null && _dropped is null:
                (_dropped, _dropAt) = (name, place);
                return;
            case "CREATE" when CreatedDatabase is null:
                CreatedDatabase = name;
                return;
            // Before version 11 every dump carried the comment and the labels of its database.
            case "COMMENT" or "SECURITY" when CreatedDatabase is null && (_commented ?? name) == name:
                _commented = name;
                return;
            case "UPDATE" when CreatedDatabase is null:
                return;
            case "ALTER" or "COMMENT" or "SECURITY" or "GRANT" or "REVOKE" when CreatedDatabase is not null && name == CreatedDatabase:
                return;
            default:
                throw Refuse(place, $"{statement.Verb} {statement.ObjectType} of a database other than the one it restores");
        }
    }

    private static string Word(ReadOnlySpan<byte> command)
    {
        var end = command[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z');
        return Encoding.ASCII.GetString(end < 0 ? command : command[..(1 + Math.Max(end, 1))]);
    }
}
