namespace EventLinkDr.Diagnostics;

/// <summary>Bytes per second over the last seconds, and the time that is left at that rate.</summary>
/// <param name="clock">Tells the time.</param>
public sealed class TransferRate(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    // Too short a stretch says nothing: the first buffers arrive at once.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    private readonly Queue<(long Timestamp, long Bytes)> _samples = new();
    private string? _activity;
    private long _last;

    /// <summary>Takes a sample; a new activity or a count that goes back starts over.</summary>
    /// <returns>Bytes per second; null while not known.</returns>
    public double? Add(string activity, long bytes)
    {
        if (activity != _activity || bytes < _last) _samples.Clear();
        _activity = activity;
        _last = bytes;
        var now = clock.GetTimestamp();
        _samples.Enqueue((now, bytes));
        while (_samples.Count > 2 && clock.GetElapsedTime(_samples.Peek().Timestamp, now) > Window) _samples.Dequeue();
        var (since, before) = _samples.Peek();
        var elapsed = clock.GetElapsedTime(since, now);
        return elapsed < Shortest ? null : (bytes - before) / elapsed.TotalSeconds;
    }

    /// <summary>What is left at a rate; null when it cannot be said.</summary>
    public static TimeSpan? Remaining(double? bytesPerSecond, long done, long total) =>
        bytesPerSecond is > 0 and { } rate && total > done ? TimeSpan.FromSeconds(Math.Min((total - done) / rate, int.MaxValue)) : null;
}
