namespace EventLinkDr.Adapters.Azure;

/// <summary>A shared access signature: part of every address that is asked for.</summary>
/// <param name="signature">The query it came as, with or without a question mark.</param>
internal sealed class SharedAccessCredential(string signature) : IAzureCredential
{
    private readonly string _signature = signature.TrimStart('?');

    public ValueTask SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        request.RequestUri = new UriBuilder(address) { Query = address.Query.Length > 1 ? $"{address.Query}&{_signature}" : _signature }.Uri;
        return ValueTask.CompletedTask;
    }
}
