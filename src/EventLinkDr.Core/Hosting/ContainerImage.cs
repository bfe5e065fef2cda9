namespace EventLinkDr.Hosting;

/// <summary>An image.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Names">Its names, <c>repository:tag</c>.</param>
/// <param name="Labels">Its labels.</param>
public sealed record ContainerImage(string Id, IReadOnlyList<string> Names, IReadOnlyDictionary<string, string> Labels);
