using EventLinkDr.Model;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Restore;

/// <summary>
/// Decides which properties the restored database gets. A database that is there keeps its own: a restore replaces what it holds, not how it is set up.
/// Where there is none, the backup's are taken, and where the backup has none, the server's defaults.
/// </summary>
internal static class RestoredProperties
{
    public static DatabaseProperties Choose(RestoreMode mode, RestoreFacts facts)
    {
        if (mode != RestoreMode.NewDatabase && facts.Existing is { } existing) return existing.Properties;
        if (facts.Content.Properties is { } own)
        {
            return own with
            {
                Owner = facts.Content.Manifest is { NoOwner: true } ? facts.State.User : own.Owner,
                Privileges = facts.Content.Manifest is { NoPrivilege: true } ? null : own.Privileges,
            };
        }

        if (facts.Existing is not { } sibling) return facts.Template;
        return facts.Template with
        {
            Encoding = sibling.Properties.Encoding,
            LocaleProvider = sibling.Properties.LocaleProvider,
            Collate = sibling.Properties.Collate,
            CType = sibling.Properties.CType,
            Locale = sibling.Properties.Locale,
            IcuRules = sibling.Properties.IcuRules,
        };
    }

    /// <summary>The roles they name.</summary>
    public static IEnumerable<string> Roles(DatabaseProperties properties) =>
        (properties.Privileges ?? []).Select(PrivilegeItem.Parse).SelectMany(item => new[] { item.Grantee, item.Grantor })
            .Concat(properties.Settings.Select(setting => setting.Role)).Prepend(properties.Owner).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>The same without what the server cannot have, each omission told in a sentence.</summary>
    public static DatabaseProperties Without(DatabaseProperties properties, IReadOnlySet<string> missingRoles, ServerState state, ICollection<string> omitted)
    {
        if (missingRoles.Contains(properties.Owner))
        {
            omitted.Add($"the database is owned by {state.User}, because the role {properties.Owner} is missing");
            // The owner's own entry stands first in the list, under its name.
            properties = properties with { Owner = state.User, Privileges = null };
        }

        var privileges = properties.Privileges?.Where(item => Allowed(PrivilegeItem.Parse(item), missingRoles)).ToList();
        if (privileges?.Count < properties.Privileges?.Count) omitted.Add("privileges on the database that name missing roles");
        var settings = properties.Settings.Where(setting => setting.Role is null || !missingRoles.Contains(setting.Role)).ToList();
        if (settings.Count < properties.Settings.Count) omitted.Add("settings of missing roles in the database");
        var tablespace = properties.Tablespace;
        if (!state.Tablespaces.Contains(tablespace))
        {
            omitted.Add($"the database stands in the default tablespace, because {tablespace} is missing");
            tablespace = "pg_default";
        }

        return properties with { Privileges = privileges, Settings = settings, Tablespace = tablespace };
    }

    private static bool Allowed(PrivilegeItem item, IReadOnlySet<string> missingRoles) =>
        (item.Grantee is null || !missingRoles.Contains(item.Grantee)) && !missingRoles.Contains(item.Grantor);
}
