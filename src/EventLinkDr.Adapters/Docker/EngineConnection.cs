namespace EventLinkDr.Adapters.Docker;

/// <summary>A connection to an engine whose sending half can be closed alone, which neither HTTP nor <see cref="System.IO.Stream"/> offers.</summary>
/// <param name="Stream">Both directions.</param>
/// <param name="CloseSendingAsync">Tells the other side that nothing more comes; receiving goes on.</param>
internal sealed record EngineConnection(Stream Stream, Func<CancellationToken, ValueTask> CloseSendingAsync);
