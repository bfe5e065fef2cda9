using System.Net;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Azure;

/// <summary>Translates what Azure Blob Storage answers. The address is never shown as it was sent: it may carry a signature.</summary>
internal static class AzureErrors
{
    /// <summary>An answer that is no success.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="what">The object or the container it was about, for a person.</param>
    public static StoreException Translate(HttpResponseMessage response, string what)
    {
        var code = response.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : $"HTTP {(int)response.StatusCode}";
        var (kind, text) = (code, response.StatusCode) switch
        {
            ("BlobNotFound", _) => (ErrorTable.BackupNotFound, "does not exist"),
            ("ContainerNotFound" or "ContainerBeingDeleted", _) => (ErrorTable.StoreUnavailable, "the container does not exist"),
            ("BlobAlreadyExists" or "ConditionNotMet" or "UnauthorizedBlobOverwrite", _) or (_, HttpStatusCode.PreconditionFailed) => (ErrorTable.BackupExists, "exists"),
            ("BlobImmutableDueToPolicy" or "BlobImmutableDueToLegalHold", _) => (ErrorTable.BackupLocked, "is kept from being changed"),
            ("AccountIsDisabled", _) => (ErrorTable.StoreUnavailable, "the storage account is disabled"),
            (_, HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized) => (ErrorTable.StoreRefused, "the storage account refuses the request"),
            (_, HttpStatusCode.NotFound) => (ErrorTable.BackupNotFound, "does not exist"),
            (_, HttpStatusCode.InsufficientStorage) => (ErrorTable.StoreFull, "the storage account is full"),
            _ => (ErrorTable.StoreUnavailable, "the storage account answers with an error"),
        };
        return new StoreException(kind, $"{what}: {text} ({code})")
        {
            // Md5Mismatch: altered on its way, so sent again.
            Subject = what, Code = code, IsTransient = IsTransient(response.StatusCode) || code == "Md5Mismatch", RetryAfter = RetryAfter(response),
        };
    }

    /// <summary>A request that got no answer.</summary>
    public static StoreException Translate(Exception error, string what) =>
        new(ErrorTable.StoreUnavailable, $"{what}: the connection to the storage account failed: {Words(error)}", error) { Subject = what, IsTransient = true };

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };

    private static string Words(Exception error) => error is OperationCanceledException ? "no answer in time" : error.GetBaseException().Message.TrimEnd('.');
}
