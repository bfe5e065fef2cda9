using Npgsql;

namespace EventLinkDr.StandInBackend;

/// <summary>The few alembic commands a recovery uses, with alembic's words.</summary>
internal static class Alembic
{
    public static readonly (string Id, string Sql)[] Revisions =
    [
        ("0020_before_weighted_signals", ""),
        ("0021_weighted_implicit_signals", ""),
        ("0022_probe_notes", "ALTER TABLE public.users ADD COLUMN probe_note text"),
    ];

    public static async Task<int> RunAsync(string[] arguments, Settings settings)
    {
        try
        {
            return arguments switch
            {
                ["heads"] => Print(settings.Head + " (head)"),
                ["current"] => Print(await CurrentAsync(settings) is { } current ? current + (current == settings.Head ? " (head)" : "") : ""),
                ["upgrade", "head"] => await UpgradeAsync(settings),
                _ => Fail("error: invalid choice"),
            };
        }
        catch (NpgsqlException error)
        {
            return Fail("sqlalchemy.exc.OperationalError: " + error.Message);
        }
    }

    private static async Task<int> UpgradeAsync(Settings settings)
    {
        var known = Revisions[..(Array.FindIndex(Revisions, revision => revision.Id == settings.Head) + 1)];
        var current = await CurrentAsync(settings);
        var at = current is null ? 0 : Array.FindIndex(known, revision => revision.Id == current);
        if (at < 0) return Fail($"FAILED: Can't locate revision identified by '{current}'");
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        for (var next = at + 1; next < known.Length; next++)
        {
            Console.Error.WriteLine($"INFO  [alembic.runtime.migration] Running upgrade {known[next - 1].Id} -> {known[next].Id}");
            if (settings.BadMigration) return Fail("sqlalchemy.exc.ProgrammingError: relation \"no_such_table\" does not exist");
            await using var command = source.CreateCommand($"{known[next].Sql}; UPDATE public.alembic_version SET version_num = '{known[next].Id}'");
            await command.ExecuteNonQueryAsync();
        }

        return 0;
    }

    private static async Task<string?> CurrentAsync(Settings settings)
    {
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var command = source.CreateCommand("SELECT version_num FROM public.alembic_version");
        return (string?)await command.ExecuteScalarAsync();
    }

    private static int Print(string text)
    {
        Console.WriteLine(text);
        return 0;
    }

    private static int Fail(string text)
    {
        Console.Error.WriteLine(text);
        return 1;
    }
}
