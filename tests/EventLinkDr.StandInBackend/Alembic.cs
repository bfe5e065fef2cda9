using System.Reflection;
using Npgsql;

namespace EventLinkDr.StandInBackend;

/// <summary>
/// The few alembic commands a recovery uses, with alembic's words, streams and exit codes. Which revision is the head, and whether the last
/// migrations fail, is set by STANDIN_HEAD and STANDIN_BAD_MIGRATION.
/// </summary>
internal static class Alembic
{
    /// <summary>From the oldest to the newest. The first one makes the schema, as all before it do in the application.</summary>
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
                ["heads"] => Heads(settings),
                ["history"] => History(settings),
                ["current"] => await PrintCurrentAsync(settings),
                ["upgrade", "head"] => await UpgradeAsync(settings),
                _ => Fail("usage: alembic [-h] {current,heads,history,upgrade} ...", 2),
            };
        }
        catch (NpgsqlException error)
        {
            return Fail("sqlalchemy.exc.OperationalError: " + error.Message, 1);
        }
    }

    private static int Heads(Settings settings)
    {
        foreach (var head in HeadsOf(settings)) Console.WriteLine(head + " (head)");
        return 0;
    }

    private static int History(Settings settings)
    {
        var known = Known(settings);
        for (var at = known.Length - 1; at >= 0; at--)
            Console.WriteLine($"{(at == 0 ? "<base>" : known[at - 1].Id)} -> {known[at].Id}{(HeadsOf(settings).Contains(known[at].Id) ? " (head)" : "")}, step {at}");
        return 0;
    }

    /// <summary>Several heads, parted by commas, are what two branches of migrations leave.</summary>
    private static string[] HeadsOf(Settings settings) => settings.Head.Split(',');

    private static async Task<int> PrintCurrentAsync(Settings settings)
    {
        Context();
        if (await CurrentAsync(settings) is not { } current) return 0;
        if (!Known(settings).Any(revision => revision.Id == current)) return Unlocated(current);
        Console.WriteLine(current + (HeadsOf(settings).Contains(current) ? " (head)" : ""));
        return 0;
    }

    private static async Task<int> UpgradeAsync(Settings settings)
    {
        Context();
        if (HeadsOf(settings).Length > 1)
            return Failed("Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads");
        var known = Known(settings);
        var current = await CurrentAsync(settings);
        var at = current is null ? -1 : Array.FindIndex(known, revision => revision.Id == current);
        if (current is not null && at < 0) return Unlocated(current);
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        // One transaction round all of them, as alembic does on PostgreSQL.
        await using var transaction = await connection.BeginTransactionAsync();
        for (var next = at + 1; next < known.Length; next++)
        {
            Console.Error.WriteLine($"INFO  [alembic.runtime.migration] Running upgrade {(next == 0 ? "" : known[next - 1].Id)} -> {known[next].Id}");
            var statements = next == 0 ? Schema() : settings.BadMigration ? "ALTER TABLE public.no_such_table ADD COLUMN probe_note text" : known[next].Sql;
            await using var command = new NpgsqlCommand($"{statements}; UPDATE public.alembic_version SET version_num = '{known[next].Id}'", connection, transaction);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return 0;
    }

    private static async Task<string?> CurrentAsync(Settings settings)
    {
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var there = source.CreateCommand("SELECT to_regclass('public.alembic_version') IS NOT NULL");
        if (!(bool)(await there.ExecuteScalarAsync())!) return null;
        await using var command = source.CreateCommand("SELECT version_num FROM public.alembic_version");
        return (string?)await command.ExecuteScalarAsync();
    }

    private static (string Id, string Sql)[] Known(Settings settings) =>
        Revisions[..(Array.FindIndex(Revisions, revision => HeadsOf(settings).Contains(revision.Id)) + 1)];

    private static string Schema()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var parts = ((string[])["tables.sql", "keys.sql", "foreign-keys.sql"]).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        });
        return string.Join('\n', parts) + "\nINSERT INTO public.alembic_version VALUES ('')";
    }

    private static void Context()
    {
        Console.Error.WriteLine("INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.");
        Console.Error.WriteLine("INFO  [alembic.runtime.migration] Will assume transactional DDL.");
    }

    private static int Unlocated(string revision) => Failed($"Can't locate revision identified by '{revision}'");

    private static int Failed(string message)
    {
        Console.Error.WriteLine("ERROR [alembic.util.messaging] " + message);
        Console.WriteLine("FAILED: " + message);
        return 255;
    }

    private static int Fail(string text, int code)
    {
        Console.Error.WriteLine(text);
        return code;
    }
}
