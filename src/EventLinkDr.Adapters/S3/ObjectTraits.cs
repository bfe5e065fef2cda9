namespace EventLinkDr.Adapters.S3;

/// <summary>What an object is made with.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Writer">Who writes it.</param>
/// <param name="Replace">Whether it may replace one that is there.</param>
internal sealed record ObjectTraits(string ContentType, string Writer, bool Replace);
