using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Restore;

/// <summary>What must hold before anything is touched; each check throws with what was expected, what was found and what to do.</summary>
internal static class RestorePreconditions
{
    public static void CheckBackup(BackupSet backup)
    {
        if (backup.State == BackupState.Incomplete)
            throw new DrException(ErrorTable.BackupIncomplete, $"{backup.Name} is no complete backup") { Found = backup.Detail, Subject = backup };
        if (backup.State == BackupState.Damaged)
            throw new DrException(ErrorTable.BackupCorrupt, $"{backup.Name} is damaged") { Found = backup.Detail, Subject = backup };
    }

    public static void CheckServer(RestoreFacts facts)
    {
        if (facts.State.InRecovery) throw new DrException(ErrorTable.ServerReadOnly, $"{facts.Server} is a standby") { Subject = facts.Database };
        if (facts.Content.ServerVersion is { } needed && needed.Major > facts.State.Version.Major)
        {
            throw new DrException(ErrorTable.ServerTooOld, $"{facts.Content.Backup.Name} was made on a newer PostgreSQL than {facts.Server} is")
            {
                Expected = $"PostgreSQL {needed.Major} or newer",
                Found = facts.State.Version.ToString(),
                Remedy = $"Restore into a server of PostgreSQL {needed.Major} or newer.",
                Subject = facts.Content.Backup,
            };
        }

        if (facts.RevisionKnown == false)
        {
            throw new DrException(ErrorTable.RevisionUnknown, $"the running code does not know the schema revision of {facts.Content.Backup.Name}")
            {
                Found = facts.Content.Backup.Revision,
                Subject = facts.Content.Backup,
                Remedy = ErrorTable.RevisionUnknown.Remedy + " -SkipRevisionCheck restores it all the same.",
            };
        }

        var extensions = facts.Content.Extensions.Where(extension => !facts.State.Extensions.Contains(extension)).ToList();
        if (extensions.Count > 0)
        {
            throw new DrException(ErrorTable.ExtensionMissing, $"{facts.Server} lacks extensions that {facts.Content.Backup.Name} needs")
            {
                Found = string.Join(", ", extensions),
                Subject = facts.Content.Backup,
            };
        }
    }

    public static void CheckRights(RestoreMode mode, RestoreFacts facts, DatabaseProperties properties)
    {
        var state = facts.State;
        if (mode == RestoreMode.InPlace)
        {
            if (facts.InPlace is { MayReplaceSchema: false })
                throw Lacks(facts, $"the user {state.User} may not replace the schema public of {facts.Database}", $"Connect as {properties.Owner} or a superuser.");
            return;
        }

        if (!state.MayCreateDatabases)
            throw Lacks(facts, $"the user {state.User} may not create databases", $"ALTER ROLE {Sql.Name(state.User)} CREATEDB, or connect as a superuser.");
        if (mode == RestoreMode.Swap && facts.Existing is { } existing && !state.IsSuperuser && !state.MemberOf.Contains(existing.Properties.Owner))
            throw Lacks(facts, $"the user {state.User} may not rename {facts.Database}", $"Connect as {existing.Properties.Owner} or a superuser.");
        if (!state.IsSuperuser && state.Roles.Contains(properties.Owner) && !state.MemberOf.Contains(properties.Owner))
        {
            throw Lacks(facts, $"the user {state.User} may not give a database to {properties.Owner}",
                $"GRANT {Sql.Name(properties.Owner)} TO {Sql.Name(state.User)}, or connect as a superuser.");
        }
    }

    /// <returns>The roles that are missing and skipped.</returns>
    public static IReadOnlySet<string> CheckRoles(RestoreOptions options, RestoreFacts facts, DatabaseProperties properties)
    {
        var missing = facts.Content.Roles.Concat(RestoredProperties.Roles(properties)).Where(role => !facts.State.Roles.Contains(role)).ToHashSet(StringComparer.Ordinal);
        if (missing.Count == 0 || options.SkipMissingRole) return missing;
        var names = missing.Order(StringComparer.Ordinal).ToList();
        throw new DrException(ErrorTable.RoleMissing, $"{facts.Server} lacks roles that {facts.Content.Backup.Name} names")
        {
            Found = string.Join(", ", names),
            Remedy = $"Create them ({string.Join("; ", names.Select(name => $"CREATE ROLE {Sql.Name(name)}"))}), or give -SkipMissingRole to leave their owners and grants out.",
            Subject = facts.Content.Backup,
        };
    }

    public static void CheckInPlace(RestoreFacts facts)
    {
        if (facts.Existing is not { } existing || facts.InPlace is not { } inPlace)
        {
            throw new DrException(ErrorTable.DatabaseNotFound, $"there is no database {facts.Database} to restore into")
            {
                Remedy = "Use Swap: it makes the database.",
                Subject = facts.Database,
            };
        }

        existing.Blockers.ThrowIfAny(facts.Database);
        List<string> found = [.. inPlace.Foreign];
        if (facts.Content.HasLargeObjects) found.Add("large objects in the backup");
        if (inPlace.Objects + inPlace.Relations > inPlace.LockLimit)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture,
                $"{inPlace.Objects + inPlace.Relations} locks needed at once, room for {inPlace.LockLimit} (max_locks_per_transaction)"));
        }

        if (found.Count == 0) return;
        throw new DrException(ErrorTable.InPlaceUnsuitable, $"{facts.Database} cannot be replaced in one transaction")
        {
            Expected = "a database whose objects all live in the schema public",
            Found = string.Join(", ", found),
            Subject = facts.Database,
        };
    }

    public static void CheckNewName(string name, RestoreFacts facts)
    {
        if (!DatabaseName.IsUsable(name))
        {
            throw new DrException(ErrorTable.OptionsInvalid, $"'{name}' is no name for a database")
            {
                Expected = $"1 to {DatabaseName.MaxBytes} bytes",
                Subject = name,
            };
        }

        if (facts.State.DatabaseNames.Contains(name))
            throw new DrException(ErrorTable.DatabaseExists, $"a database {name} exists on {facts.Server}") { Subject = name };
    }

    public static void CheckSpace(RestoreFacts facts, long? needed)
    {
        if (facts.FreeSpace is not { } free || needed is not { } wanted || wanted <= free) return;
        throw new DrException(ErrorTable.ServerDiskFull, $"the volume of {facts.Server} has no room for the restored database")
        {
            Expected = Readable.Size(wanted),
            Found = $"{Readable.Size(free)} free",
            Remedy = "Free space on it; Remove-EventLinkRollback drops kept databases.",
            Subject = facts.Database,
        };
    }

    private static DrException Lacks(RestoreFacts facts, string what, string remedy) =>
        new(ErrorTable.PrivilegeMissing, what) { Remedy = remedy, Subject = facts.Database };
}
