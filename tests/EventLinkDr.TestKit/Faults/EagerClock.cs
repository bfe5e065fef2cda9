using System.Collections.Concurrent;

namespace EventLinkDr.TestKit.Faults;

/// <summary>A clock on which every wait is over at once, and which remembers how long each would have been.</summary>
public sealed class EagerClock : TimeProvider
{
    /// <summary>The waits, in order.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
