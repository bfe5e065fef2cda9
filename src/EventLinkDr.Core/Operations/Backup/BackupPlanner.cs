using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Backup;

/// <summary>Decides how a backup is made.</summary>
internal static class BackupPlanner
{
    private const int MostJobs = 8;

    /// <summary>What leaves room for the endings of proofs and of files being written in the 255 bytes that file systems give a name.</summary>
    private const int LongestName = 210;

    /// <exception cref="DrException"><c>PgDumpUnsuitable</c>, <c>OptionsInvalid</c>.</exception>
    public static BackupPlan Plan(BackupOptions options, BackupFacts facts)
    {
        CheckName(options);
        CheckRetention(options);
        if (facts.PgDumpVersion.Major != facts.ServerVersion.Major)
        {
            throw new DrException(ErrorTable.PgDumpUnsuitable, "pg_dump does not fit the server")
            {
                Expected = $"pg_dump {facts.ServerVersion.Major}",
                Found = facts.PgDump,
                Remedy = $"Install the PostgreSQL {facts.ServerVersion.Major} client (Debian: postgresql-client-{facts.ServerVersion.Major}).",
            };
        }

        return new BackupPlan(options, facts, Math.Max(1, options.Jobs ?? Math.Min(MostJobs, facts.Cores)));
    }

    /// <summary>What a name says must be true, or nobody would know how to read the file; and no list would show what is not named like a backup.</summary>
    private static void CheckName(BackupOptions options)
    {
        if (options.FileName is not { } name) return;
        if (!DataFileName.IsOfBackup(name))
            throw new DrException(ErrorTable.OptionsInvalid, $"{name} is no name of a backup")
            {
                Expected = "a name that ends in .sql.gz, or .sql.gz.age for an encrypted one, and does not begin with a dot", Subject = name,
                Remedy = $"Give such a name, or a directory: one that does not exist yet is meant when the path ends in {Path.DirectorySeparatorChar}.",
            };
        if (Encoding.UTF8.GetByteCount(name) > LongestName)
            throw new DrException(ErrorTable.OptionsInvalid, "the name of the backup is too long for the files beside it") { Expected = FormattableString.Invariant($"at most {LongestName} bytes"), Subject = name };
        if (DataFileName.IsEncrypted(name) == (options.Encryption is not null)) return;
        throw options.Encryption is { FileExtension: var ending }
            ? new DrException(ErrorTable.OptionsInvalid, $"the backup is encrypted, and {name} is no name for that") { Remedy = $"Give a name that ends in {ending}, such as {name}{ending}.", Subject = name }
            : new DrException(ErrorTable.OptionsInvalid, $"{name} is the name of an encrypted backup, and nobody is named to encrypt it to")
            {
                Remedy = "Give -Recipient, -RecipientFile or -Passphrase, or another name.", Subject = name,
            };
    }

    private static void CheckRetention(BackupOptions options)
    {
        if (options.RetainUntil is not null && options.RetainFor is not null)
            throw new DrException(ErrorTable.OptionsInvalid, "a date to keep the backup until and a number of days exclude each other");
        if (options.RetainUntil is { } until && until <= DateTimeOffset.UtcNow)
            throw new DrException(ErrorTable.OptionsInvalid, $"the date to keep the backup until has passed: {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
    }
}
