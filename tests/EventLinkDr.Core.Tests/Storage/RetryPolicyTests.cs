using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit.Faults;

namespace EventLinkDr.Core.Tests.Storage;

public sealed class RetryPolicyTests
{
    private readonly EagerClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FailuresThatPass_AreTriedAgainAfterDelaysThatDouble()
    {
        var calls = 0;
        var result = await Policy(random: 1).RunAsync(_ => Task.FromResult(++calls < 6 ? throw Passing() : calls), Token);
        Assert.Equal(6, result);
        Assert.Equal([500, 1000, 2000, 4000, 8000], _clock.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task Run_FailureThatStays_IsThrownAfterTheLastTry()
    {
        var calls = 0;
        var error = await Assert.ThrowsAsync<StoreException>(() => Policy(1).RunAsync(_ => Task.FromResult(++calls > 0 ? throw Passing() : 0), Token));
        Assert.Equal(("StoreUnavailable", 6), (error.Id, calls));
    }

    [Fact]
    public async Task Run_FailureThatDoesNotPass_IsThrownAtOnce()
    {
        var calls = 0;
        await Assert.ThrowsAsync<StoreException>(() => Policy(1).RunAsync(
            _ => Task.FromResult(++calls > 0 ? throw new StoreException(ErrorTable.StoreRefused, "no") : 0), Token));
        Assert.Equal(1, calls);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Run_Jitter_SpreadsTheUpperHalfOfTheDelay()
    {
        var calls = 0;
        await Policy(random: 0).RunAsync(_ => Task.FromResult(++calls < 3 ? throw Passing() : 0), Token);
        Assert.Equal([250, 500], _clock.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task Run_RetryAfter_IsHeededWithinReason()
    {
        var calls = 0;
        await Policy(1).RunAsync(_ => Task.FromResult(++calls < 2 ? throw Passing(TimeSpan.FromSeconds(40)) : 0), Token);
        Assert.Equal([40_000], _clock.Waits.Select(wait => wait.TotalMilliseconds));
        await Assert.ThrowsAsync<StoreException>(() => Policy(1).RunAsync(_ => Task.FromResult(++calls > 0 ? throw Passing(TimeSpan.FromHours(1)) : 0), Token));
        Assert.Single(_clock.Waits);
    }

    [Fact]
    public async Task Run_Delays_HaveAnUpperBound()
    {
        var policy = new RetryPolicy(_clock, () => 1) { Attempts = 20 };
        await Assert.ThrowsAsync<StoreException>(() => policy.RunAsync(_ => Task.FromResult(_clock.Waits.Count >= 0 ? throw Passing() : 0), Token));
        Assert.Equal(TimeSpan.FromSeconds(30), _clock.Waits.Max());
    }

    [Fact]
    public async Task Run_CancelledWhileItWaits_Stops()
    {
        using var stop = new CancellationTokenSource();
        var policy = new RetryPolicy(TimeProvider.System, () => 1) { FirstDelay = TimeSpan.FromHours(1), LongestDelay = TimeSpan.FromHours(1) };
        var running = policy.RunAsync(_ => Task.FromResult(Token.CanBeCanceled ? throw Passing() : 0), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private RetryPolicy Policy(double random) => new(_clock, () => random);

    private static StoreException Passing(TimeSpan? retryAfter = null) => new(ErrorTable.StoreUnavailable, "busy") { IsTransient = true, RetryAfter = retryAfter };
}
