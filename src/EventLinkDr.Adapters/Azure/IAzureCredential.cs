namespace EventLinkDr.Adapters.Azure;

/// <summary>Something that Azure Blob Storage lets in.</summary>
internal interface IAzureCredential
{
    /// <summary>Signs a request that is otherwise complete.</summary>
    ValueTask SignAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}
