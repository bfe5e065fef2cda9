namespace EventLinkDr.Adapters;

/// <summary>Settings of throwaway servers: they need not survive a power cut.</summary>
internal static class ThrowawaySettings
{
    /// <summary>Lines as in <c>postgresql.conf</c>.</summary>
    public static IReadOnlyList<string> Lines { get; } =
        ["fsync = off", "full_page_writes = off", "synchronous_commit = off", "shared_buffers = 128MB", "max_wal_size = 2GB", "max_connections = 100"];
}
