using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Azure;

/// <summary>
/// Finds the address and the credential of a storage account: the signature in the location, then AZURE_STORAGE_CONNECTION_STRING,
/// AZURE_STORAGE_KEY and AZURE_STORAGE_SAS_TOKEN as Azure's own tools read them, then a signature that was given for the same container
/// before, then the identity of the host.
/// </summary>
internal sealed class AzureConnection : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(15), PooledConnectionLifetime = TimeSpan.FromMinutes(10), AllowAutoRedirect = false, UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly IAzureCredential _credential;

    /// <param name="location">The place.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="earlier">A signature that was given for the same container before; null when none was.</param>
    public AzureConnection(BackupLocation location, Func<string, string?> environment, string? earlier = null)
    {
        var account = location.Account!;
        var settings = Settings(environment("AZURE_STORAGE_CONNECTION_STRING"));
        // What the environment holds for another account must not be sent to this one.
        if (settings.GetValueOrDefault("AccountName") is { } named && named != account) settings = [];
        var isOurs = environment("AZURE_STORAGE_ACCOUNT") is not { Length: > 0 } other || other == account;
        _credential =
            location.Signature is { } signature ? new SharedAccessCredential(signature)
            : settings.GetValueOrDefault("AccountKey") is { } key ? new SharedKeyCredential(account, key)
            : settings.GetValueOrDefault("SharedAccessSignature") is { } shared ? new SharedAccessCredential(shared)
            : isOurs && environment("AZURE_STORAGE_KEY") is { Length: > 0 } plainKey ? new SharedKeyCredential(account, plainKey)
            : isOurs && environment("AZURE_STORAGE_SAS_TOKEN") is { Length: > 0 } token ? new SharedAccessCredential(token)
            : earlier is not null ? new SharedAccessCredential(earlier)
            : new ManagedIdentityCredential(_http, environment, TimeProvider.System);
        var service = location.Endpoint ?? (settings.GetValueOrDefault("BlobEndpoint") is { } endpoint ? new Uri(endpoint) : new Uri($"https://{account}.blob.core.windows.net"));
        Client = new AzureBlobClient(_http, service, location.Container, _credential);
    }

    public AzureBlobClient Client { get; }

    /// <summary>Opens a store; sends nothing yet.</summary>
    public static AzureBlobStore Open(BackupLocation location, Func<string, string?> environment, RetryPolicy policy, string? earlier = null)
    {
        var connection = new AzureConnection(location, environment, earlier);
        return new AzureBlobStore(connection.Client, location, policy, connection);
    }

    public void Dispose()
    {
        (_credential as IDisposable)?.Dispose();
        _http.Dispose();
    }

    private static Dictionary<string, string> Settings(string? connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in (connectionString ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2) is [var name, { Length: > 0 } value]) settings[name] = value;
        }

        return settings;
    }
}
