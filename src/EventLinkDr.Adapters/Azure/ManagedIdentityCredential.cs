using System.Net.Http.Headers;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Azure;

/// <summary>
/// The identity that Azure gives to a machine or a runbook. The token comes over plain HTTP from an address that only the host itself reaches:
/// the one in IDENTITY_ENDPOINT (App Service, Automation), else that of the virtual machine.
/// </summary>
internal sealed class ManagedIdentityCredential(HttpClient http, Func<string, string?> environment, TimeProvider clock) : IAzureCredential, IDisposable
{
    private const string Resource = "https://storage.azure.com/";

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1);
    private string? _token;
    private DateTimeOffset _validUntil;

    public async ValueTask SignAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellationToken).ConfigureAwait(false));

    public void Dispose() => _gate.Dispose();

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is null || clock.GetUtcNow() >= _validUntil - Margin) (_token, _validUntil) = await FetchAsync(cancellationToken).ConfigureAwait(false);
            return _token;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<(string Token, DateTimeOffset ValidUntil)> FetchAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        using var request = Request();
        try
        {
            using var response = await http.SendAsync(request, deadline.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new StoreException(ErrorTable.StoreCredentialMissing, $"this host's managed identity gave no token (HTTP {(int)response.StatusCode})")
                {
                    IsTransient = (int)response.StatusCode is 410 or 429 or >= 500,
                };
            }

            using var answer = JsonDocument.Parse(body);
            var seconds = answer.RootElement.GetProperty("expires_on");
            var validUntil = seconds.ValueKind == JsonValueKind.Number ? seconds.GetInt64() : long.Parse(seconds.GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            return (answer.RootElement.GetProperty("access_token").GetString()!, DateTimeOffset.FromUnixTimeSeconds(validUntil));
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or KeyNotFoundException or FormatException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new DrException(ErrorTable.StoreCredentialMissing, "neither a key nor a signature was given, and this host has no managed identity", error)
            {
                Remedy = "Set AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN, or run on a host with an identity that may write to the container.",
            };
        }
    }

    private HttpRequestMessage Request()
    {
        var client = environment("AZURE_CLIENT_ID") is { Length: > 0 } id ? $"&client_id={Uri.EscapeDataString(id)}" : "";
        if (environment("IDENTITY_ENDPOINT") is { Length: > 0 } endpoint)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint}?api-version=2019-08-01&resource={Uri.EscapeDataString(Resource)}{client}");
            request.Headers.Add("X-IDENTITY-HEADER", environment("IDENTITY_HEADER") ?? "");
            return request;
        }

        var machine = new HttpRequestMessage(HttpMethod.Get, $"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource={Uri.EscapeDataString(Resource)}{client}");
        machine.Headers.Add("Metadata", "true");
        return machine;
    }
}
