using Amazon.Runtime;
using EventLinkDr.Adapters.S3;
using EventLinkDr.Storage;
using Xunit;
using RetryPolicy = EventLinkDr.Storage.RetryPolicy;

namespace EventLinkDr.TestKit;

/// <summary>A bucket of a test's own.</summary>
internal sealed class MotoPlace
{
    private readonly string _bucket = $"test-{Guid.NewGuid():N}";

    private MotoPlace(Uri service) => Service = service;

    public Uri Service { get; }

    public static async Task<MotoPlace> CreateAsync(MotoFixture moto, bool withObjectLock = false)
    {
        var place = new MotoPlace(await moto.RequireAsync());
        using var client = place.Client("", place.Service);
        await client.CreateBucketAsync(withObjectLock, TestContext.Current.CancellationToken);
        return place;
    }

    /// <summary>Opens what stands under a prefix, in parts as small as S3 takes them and in small pages.</summary>
    public S3Store Open(string prefix, Uri? service = null, RetryPolicy? policy = null, TimeSpan? leftoverAge = null) =>
        new(Client(prefix, service ?? Service), Location(prefix, service ?? Service), policy ?? RetryPolicy.None)
        {
            BlockSize = _ => 5 << 20, PageSize = 10,
            // Moto gives every upload one and the same old date.
            LeftoverAge = leftoverAge ?? TimeSpan.FromDays(36500),
        };

    public S3Client Client(string prefix, Uri service) => new(Location(prefix, service), _ => null, new BasicAWSCredentials("key", "secret"));

    public BackupLocation Location(string prefix, Uri service) => new() { Kind = StoreKind.S3, Container = _bucket, Prefix = prefix, Endpoint = service };
}
