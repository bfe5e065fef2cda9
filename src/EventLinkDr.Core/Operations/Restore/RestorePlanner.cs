using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Operations.Restore;

/// <summary>Decides whether and how a backup is restored: facts in, plan out.</summary>
internal static class RestorePlanner
{
    private const int MostJobs = 8;

    /// <summary>The mode that the options ask for.</summary>
    /// <exception cref="DrException"><c>OptionsInvalid</c>.</exception>
    public static RestoreMode ModeOf(RestoreOptions options)
    {
        var implied = options.NewName is not null || options.Tables.Count > 0 ? RestoreMode.NewDatabase : RestoreMode.Swap;
        if (options.Mode is { } mode && mode != implied && implied == RestoreMode.NewDatabase)
        {
            throw new DrException(ErrorTable.OptionsInvalid,
                $"{(options.NewName is null ? "chosen tables go" : "a name of its own goes")} into a new database, not through {mode}");
        }

        return options.Mode ?? implied;
    }

    /// <exception cref="DrException">
    /// <c>BackupIncomplete</c>, <c>BackupCorrupt</c>, <c>ServerReadOnly</c>, <c>RestoreInProgress</c>, <c>ServerTooOld</c>, <c>RevisionUnknown</c>,
    /// <c>ExtensionMissing</c>, <c>PrivilegeMissing</c>, <c>RoleMissing</c>, <c>SwapBlocked</c>, <c>InPlaceUnsuitable</c>, <c>DatabaseExists</c>,
    /// <c>DatabaseNotFound</c>, <c>TableNotInBackup</c>, <c>ServerDiskFull</c>, <c>LocaleMissing</c>, <c>OptionsInvalid</c>.
    /// </exception>
    public static RestorePlan Plan(RestoreOptions options, IRestoreContent content, RestoreFacts facts)
    {
        var mode = ModeOf(options);
        RestorePreconditions.CheckBackup(facts.Content.Backup);
        if (facts.Database is "template0" or "template1" && mode != RestoreMode.NewDatabase)
            throw new DrException(ErrorTable.OptionsInvalid, $"{facts.Database} belongs to the server and cannot be replaced") { Subject = facts.Database };
        if (facts.Busy) throw new DrException(ErrorTable.RestoreInProgress, $"another restore or undo of {facts.Database} is running") { Subject = facts.Database };
        RestorePreconditions.CheckServer(facts);

        var name = mode == RestoreMode.NewDatabase ? options.NewName ?? DatabaseName.Copy(facts.Database, facts.State.Time, facts.State.DatabaseNames) : facts.Database;
        var chosen = RestoredProperties.Choose(mode, facts);
        if (mode == RestoreMode.NewDatabase) RestorePreconditions.CheckNewName(name, facts);
        if (mode == RestoreMode.Swap) facts.Existing?.Blockers.ThrowIfAny(facts.Database);
        if (mode == RestoreMode.InPlace) RestorePreconditions.CheckInPlace(facts);
        RestorePreconditions.CheckRights(mode, facts, chosen);
        var missing = RestorePreconditions.CheckRoles(options, facts, chosen);
        if (mode == RestoreMode.InPlace && !options.SkipSafetyBackup && !facts.CanTakeSafetyBackup)
            throw new DrException(ErrorTable.OptionsInvalid, "an in-place restore takes a safety backup first, and no place was given for it");

        var omitted = new List<string>();
        var properties = RestoredProperties.Without(chosen, missing, facts.State, omitted);
        CheckLocale(facts, properties.LocaleProvider);
        var needed = mode != RestoreMode.NewDatabase && facts.Existing?.Size is { } size ? size : facts.Content.RowBytes * 2;
        RestorePreconditions.CheckSpace(facts, needed);
        return new RestorePlan(options, content, facts, mode, name)
        {
            Properties = properties,
            Omitted = omitted,
            SpaceNeeded = needed,
            RestoreName = mode == RestoreMode.InPlace ? null : DatabaseName.Restore(name, facts.State.Time, facts.State.DatabaseNames),
            PreviousDatabase = mode == RestoreMode.Swap && facts.Existing is not null ? DatabaseName.Before(name, facts.State.Time, facts.State.DatabaseNames) : null,
            Load = new LoadOptions
            {
                Jobs = mode == RestoreMode.InPlace ? 1 : Math.Max(1, options.Jobs ?? Math.Min(MostJobs, facts.Cores)),
                Tables = ChooseTables(options, facts),
                MissingRoles = missing,
            },
        };
    }

    private static IReadOnlyList<string> ChooseTables(RestoreOptions options, RestoreFacts facts)
    {
        if (facts.Content.Tables is not { } known) return options.Tables;
        return [.. options.Tables.Select(wanted => Find(wanted, known, facts)).Distinct(StringComparer.Ordinal)];
    }

    private static string Find(string wanted, IReadOnlyList<string> known, RestoreFacts facts)
    {
        if (known.Contains(wanted, StringComparer.Ordinal)) return wanted;
        // The schema may be left out where the name alone says enough.
        var byName = known.Where(table => table.EndsWith("." + wanted, StringComparison.Ordinal)).ToList();
        if (byName.Count == 1) return byName[0];
        throw new DrException(ErrorTable.TableNotInBackup, byName.Count == 0 ? $"{facts.Content.Backup.Name} holds no table {wanted}" : $"{wanted} could be more than one table")
        {
            Found = byName.Count == 0 ? null : string.Join(", ", byName),
            Subject = wanted,
        };
    }

    private static void CheckLocale(RestoreFacts facts, string provider)
    {
        var since = provider switch { "builtin" => 17, "icu" => 15, _ => 0 };
        if (facts.State.Version.Major >= since) return;
        throw new DrException(ErrorTable.LocaleMissing, $"PostgreSQL {facts.State.Version} knows no databases with the locale provider {provider}")
        {
            Expected = $"PostgreSQL {since} or newer",
            Found = facts.State.Version.ToString(),
            Remedy = $"Restore into a server of PostgreSQL {since} or newer.",
            Subject = facts.Database,
        };
    }
}
