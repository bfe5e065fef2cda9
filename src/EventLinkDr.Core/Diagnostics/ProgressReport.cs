namespace EventLinkDr.Diagnostics;

/// <summary>A moment in long work.</summary>
/// <param name="Activity">What is going on: "Backing up eventlink".</param>
/// <param name="Item">The table or file at hand; null when there is none.</param>
/// <param name="BytesDone">Bytes handled so far.</param>
/// <param name="BytesTotal">Bytes in all; 0 when not known.</param>
public readonly record struct ProgressReport(string Activity, string? Item, long BytesDone, long BytesTotal);
