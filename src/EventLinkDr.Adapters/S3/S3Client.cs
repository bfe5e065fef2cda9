using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.S3;

/// <summary>Sends single requests to one bucket, through Amazon's SDK and its credential chain. Repeats nothing.</summary>
internal sealed class S3Client : IDisposable
{
    // Amazon stores it as x-amz-meta-…; tells our own object from that of another writer when an answer was lost.
    private const string WriterKey = "eventlinkdr-writer";

    private readonly AmazonS3Client _client;
    private readonly string _bucket;

    public S3Client(BackupLocation location, Func<string, string?> environment, AWSCredentials? credentials)
    {
        _bucket = location.Container;
        IsStandIn = location.Endpoint is not null || environment("AWS_ENDPOINT_URL_S3") is { Length: > 0 } || environment("AWS_ENDPOINT_URL") is { Length: > 0 };
        var config = new AmazonS3Config
        {
            // Others than Amazon choke on what newer clients send unasked; every part carries its MD5, which all of them know.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            // Repeating is our own business: bounded, jittered, and heeding Retry-After.
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromMinutes(5), ForcePathStyle = location.PathStyle ?? location.Endpoint is not null,
        };
        if (location.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri.TrimEnd('/');
            config.AuthenticationRegion = location.Region ?? "us-east-1";
        }
        else if (location.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        try
        {
            _client = credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
        }
        catch (AmazonClientException error)
        {
            throw new DrException(ErrorTable.LocationInvalid, $"s3://{_bucket}: the region is not known", error) { Expected = "?region=… in the location, or AWS_REGION" };
        }
    }

    /// <summary>Whether something else than Amazon's own service answers: its word is not taken for what it stored.</summary>
    public bool IsStandIn { get; }

    public async Task<ListObjectsV2Response> ListAsync(string prefix, string? marker, int pageSize, string what, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix, Delimiter = "/", ContinuationToken = marker, MaxKeys = pageSize };
        return await InBucketAsync(() => _client.ListObjectsV2Async(request, cancellationToken), what, cancellationToken).ConfigureAwait(false);
    }

    public Task<GetObjectMetadataResponse> HeadAsync(string key, string what, CancellationToken cancellationToken) => RunAsync(
        () => _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _bucket, Key = key }, cancellationToken), what, cancellationToken);

    public static string? WriterOf(GetObjectMetadataResponse answer) => answer.Metadata[WriterKey];

    /// <summary>Fetches a part of an object, whole.</summary>
    public Task<(byte[] Data, string Tag, long ObjectLength)> GetRangeAsync(string key, long offset, int count, string? tag, string what, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            var request = new GetObjectRequest { BucketName = _bucket, Key = key, ByteRange = new ByteRange(offset, offset + count - 1), EtagToMatch = tag };
            using var response = await _client.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
            // Compared here: a body that breaks off is not always an error to the SDK.
            var data = new byte[response.ContentLength];
            await response.ResponseStream.ReadExactlyAsync(data, cancellationToken).ConfigureAwait(false);
            return (data, response.ETag, Total(response.ContentRange) ?? offset + data.Length);
        }, what, cancellationToken);

    public Task PutAsync(string key, ReadOnlyMemory<byte> data, ObjectTraits traits, string what, CancellationToken cancellationToken) => InBucketAsync(
        () =>
        {
            var request = new PutObjectRequest
            {
                BucketName = _bucket, Key = key, InputStream = new BlockContent(data), AutoCloseStream = false, ContentType = traits.ContentType,
                MD5Digest = BlockContent.Digest(data), UseChunkEncoding = false, IfNoneMatch = traits.Replace ? null : "*",
            };
            request.Metadata[WriterKey] = traits.Writer;
            return _client.PutObjectAsync(request, cancellationToken);
        }, what, cancellationToken);

    public async Task<string> BeginAsync(string key, ObjectTraits traits, string what, CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = _bucket, Key = key, ContentType = traits.ContentType };
        request.Metadata[WriterKey] = traits.Writer;
        return (await InBucketAsync(() => _client.InitiateMultipartUploadAsync(request, cancellationToken), what, cancellationToken).ConfigureAwait(false)).UploadId;
    }

    /// <returns>The tag of the part.</returns>
    public async Task<string> PutPartAsync(string key, string upload, int number, ReadOnlyMemory<byte> data, string what, CancellationToken cancellationToken) => (await RunAsync(
        () => _client.UploadPartAsync(new UploadPartRequest
        {
            BucketName = _bucket, Key = key, UploadId = upload, PartNumber = number, InputStream = new BlockContent(data), PartSize = data.Length,
            MD5Digest = BlockContent.Digest(data), UseChunkEncoding = false,
        }, cancellationToken), what, cancellationToken).ConfigureAwait(false)).ETag;

    public Task CompleteAsync(string key, string upload, IEnumerable<PartETag> parts, ObjectTraits traits, string what, CancellationToken cancellationToken) => RunAsync(
        () => _client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = _bucket, Key = key, UploadId = upload, PartETags = [.. parts], IfNoneMatch = traits.Replace ? null : "*",
        }, cancellationToken), what, cancellationToken);

    public Task AbortAsync(string key, string upload, string what, CancellationToken cancellationToken) => RunAsync(
        () => _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _bucket, Key = key, UploadId = upload }, cancellationToken), what, cancellationToken);

    public async Task<IReadOnlyList<MultipartUpload>> ListUploadsAsync(string prefix, string what, CancellationToken cancellationToken) => (await RunAsync(
        () => _client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = _bucket, Prefix = prefix }, cancellationToken),
        what, cancellationToken).ConfigureAwait(false)).MultipartUploads ?? [];

    public async Task<IReadOnlyList<PartDetail>> ListPartsAsync(string key, string upload, string what, CancellationToken cancellationToken)
    {
        var parts = new List<PartDetail>();
        string? marker = null;
        ListPartsResponse page;
        do
        {
            var request = new ListPartsRequest { BucketName = _bucket, Key = key, UploadId = upload, PartNumberMarker = marker };
            page = await RunAsync(() => _client.ListPartsAsync(request, cancellationToken), what, cancellationToken).ConfigureAwait(false);
            parts.AddRange(page.Parts ?? []);
            marker = page.NextPartNumberMarker?.ToString(CultureInfo.InvariantCulture);
        }
        while (page.IsTruncated == true);
        return parts;
    }

    public Task DeleteAsync(string key, string what, CancellationToken cancellationToken) => RunAsync(
        () => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = key }, cancellationToken), what, cancellationToken);

    /// <summary>Whether the bucket was made with object lock.</summary>
    public async Task<bool> HasObjectLockAsync(string what, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await RunAsync(
                () => _client.GetObjectLockConfigurationAsync(new GetObjectLockConfigurationRequest { BucketName = _bucket }, cancellationToken), what, cancellationToken).ConfigureAwait(false);
            return answer.ObjectLockConfiguration?.ObjectLockEnabled == ObjectLockEnabled.Enabled;
        }
        catch (StoreException error) when (!error.IsTransient && error.Kind != ErrorTable.StoreCredentialMissing)
        {
            // Buckets without it answer with an error, and so do services that know nothing of it.
            return false;
        }
    }

    public Task RetainAsync(string key, DateTimeOffset until, string what, CancellationToken cancellationToken) => RunAsync(
        () => _client.PutObjectRetentionAsync(new PutObjectRetentionRequest
        {
            BucketName = _bucket, Key = key, Retention = new ObjectLockRetention { Mode = ObjectLockRetentionMode.Compliance, RetainUntilDate = until.UtcDateTime },
        }, cancellationToken), what, cancellationToken);

    /// <summary>Makes the bucket; for tests and for nobody else.</summary>
    internal Task CreateBucketAsync(bool withObjectLock, CancellationToken cancellationToken) =>
        _client.PutBucketAsync(new PutBucketRequest { BucketName = _bucket, ObjectLockEnabledForBucket = withObjectLock }, cancellationToken);

    public void Dispose() => _client.Dispose();

    private static long? Total(string? range) =>
        range?.LastIndexOf('/') is > 0 and var slash && long.TryParse(range.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : null;

    /// <summary>Requests that need no object: of those it is the bucket that is not there, though some say no more than 404.</summary>
    private static async Task<T> InBucketAsync<T>(Func<Task<T>> send, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(send, what, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
            throw new StoreException(ErrorTable.StoreUnavailable, $"{what}: the bucket does not exist", error) { Subject = what };
        }
    }

    private static async Task<T> RunAsync<T>(Func<Task<T>> send, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (Exception error) when (S3Errors.IsOurs(error, cancellationToken))
        {
            throw S3Errors.Translate(error, what);
        }
    }
}
