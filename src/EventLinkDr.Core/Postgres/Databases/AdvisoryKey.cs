using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EventLinkDr.Postgres.Databases;

/// <summary>Keys of the advisory locks that say who is at work.</summary>
internal static class AdvisoryKey
{
    /// <summary>Held by whoever replaces this database.</summary>
    public static long OfDatabase(string database) => Of("database " + database);

    /// <summary>Held as long as the run lives.</summary>
    public static long OfRun(Guid run) => Of("run " + run.ToString("D"));

    /// <summary>
    /// The keys held by any session but one. The view is asked, not the lock: advisory locks of sessions in different databases do not see each other.
    /// </summary>
    public static async Task<IReadOnlySet<long>> ListHeldAsync(IPostgresSession session, int exceptProcess, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND pid <> $1",
            cancellationToken, exceptProcess).ConfigureAwait(false);
        return rows.Select(row => row.Get<long>(0)).ToHashSet();
    }

    private static long Of(string subject) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("EventLinkDr " + subject)));
}
