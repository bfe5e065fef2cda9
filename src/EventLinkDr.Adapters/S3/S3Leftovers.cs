using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.S3;

/// <summary>Ends uploads whose writer is gone: their parts are stored, and paid for, though nobody sees them.</summary>
internal static class S3Leftovers
{
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    /// <summary>Aborts uploads under a prefix that were begun before an instant and have not received a part for an hour before it was looked at.</summary>
    public static async Task AbortAsync(S3Client client, string prefix, string what, DateTimeOffset begunBefore, CancellationToken cancellationToken)
    {
        foreach (var upload in await client.ListUploadsAsync(prefix, what, cancellationToken).ConfigureAwait(false))
        {
            // What lies deeper belongs to another location.
            if (upload.Key.AsSpan(prefix.Length).Contains('/') || upload.Initiated?.ToUniversalTime() > begunBefore.UtcDateTime) continue;
            var parts = await client.ListPartsAsync(upload.Key, upload.UploadId, what, cancellationToken).ConfigureAwait(false);
            var newest = parts.Max(part => part.LastModified?.ToUniversalTime());
            if (newest is null || newest <= begunBefore.UtcDateTime || newest <= DateTime.UtcNow - Quiet)
                await client.AbortAsync(upload.Key, upload.UploadId, what, cancellationToken).ConfigureAwait(false);
        }
    }
}
