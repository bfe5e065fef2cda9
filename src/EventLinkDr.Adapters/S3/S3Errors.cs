using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.S3;

/// <summary>Translates what the SDK throws.</summary>
internal static class S3Errors
{
    /// <summary>What is answered to a range that begins at the end or beyond it.</summary>
    public const string InvalidRange = "InvalidRange";

    /// <summary>Whether an error came of the request; a caller's own cancellation did not.</summary>
    public static bool IsOurs(Exception error, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested
        && error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or WebException or OperationCanceledException or TimeoutException;

    public static StoreException Translate(Exception error, string what) => error switch
    {
        AmazonServiceException { StatusCode: not 0 } service => Answered(service, what),
        AmazonClientException when error.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) =>
            new StoreException(ErrorTable.StoreCredentialMissing, $"{what}: the SDK found no credentials", error) { Subject = what },
        _ => new StoreException(ErrorTable.StoreUnavailable, $"{what}: the connection to the object store failed: {Words(error)}", error) { Subject = what, IsTransient = true },
    };

    private static StoreException Answered(AmazonServiceException error, string what)
    {
        var code = error.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable ? InvalidRange : error.ErrorCode is { Length: > 0 } given ? given : $"HTTP {(int)error.StatusCode}";
        var (kind, text) = (code, error.StatusCode) switch
        {
            ("NoSuchBucket", _) => (ErrorTable.StoreUnavailable, "the bucket does not exist"),
            ("ConditionalRequestConflict", _) => (ErrorTable.StoreUnavailable, "somebody else writes the same object"),
            (_, HttpStatusCode.PreconditionFailed) => (ErrorTable.BackupExists, "exists"),
            ("RequestTimeTooSkewed", _) => (ErrorTable.StoreRefused, "the clock of this host is too far from that of the object store"),
            (InvalidRange, _) => (ErrorTable.StoreUnavailable, "has no such range"),
            (_, HttpStatusCode.NotFound) => (ErrorTable.BackupNotFound, "does not exist"),
            (_, HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized) => (ErrorTable.StoreRefused, "the object store refuses the request"),
            (_, HttpStatusCode.InsufficientStorage) or ("XMinioStorageFull" or "QuotaExceeded", _) => (ErrorTable.StoreFull, "the object store is full"),
            _ => (ErrorTable.StoreUnavailable, "the object store answers with an error"),
        };
        return new StoreException(kind, $"{what}: {text} ({code})", error)
        {
            Subject = what, Code = code, RetryAfter = RetryAfter(error),
            // BadDigest: altered on its way, so sent again.
            IsTransient = code is "ConditionalRequestConflict" or "RequestTimeout" or "SlowDown" or "BadDigest" || error.StatusCode is HttpStatusCode.RequestTimeout
                or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        };
    }

    private static TimeSpan? RetryAfter(Exception error)
    {
        var value = (error.InnerException as HttpErrorResponseException)?.Response?.GetHeaderValue("Retry-After");
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var date) && date > DateTimeOffset.UtcNow ? date - DateTimeOffset.UtcNow : null;
    }

    private static string Words(Exception error) => error is OperationCanceledException or TimeoutException ? "no answer in time" : error.GetBaseException().Message.TrimEnd('.');
}
