namespace EventLinkDr.Storage;

/// <summary>
/// Tries again what failed for a reason that may pass: after delays that double, with jitter so that many clients do not come back at once,
/// never before the service asked for, and not without end.
/// </summary>
internal sealed class RetryPolicy(TimeProvider clock, Func<double> random)
{
    /// <summary>No second try.</summary>
    public static RetryPolicy None { get; } = new(TimeProvider.System, () => 1) { Attempts = 1 };

    /// <summary>How often something is tried at most.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Upper bound of the first delay.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Upper bound of every delay of our own choice.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A service that wants to be left alone for longer is taken to be away.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The policy of production.</summary>
#pragma warning disable CA5394 // Spreading load needs no secure random numbers.
    public static RetryPolicy Standard { get; } = new(TimeProvider.System, Random.Shared.NextDouble);
#pragma warning restore CA5394

    /// <summary>Runs an action until it succeeds, fails for good or has been tried often enough; the last failure is thrown.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action(cancellationToken).ConfigureAwait(false);
            }
            catch (StoreException error) when (DelayAfter(error, attempt) is not null)
            {
                await WaitAsync(error, attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await action(token).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    /// <summary>How long to wait after a failure; null when it is final.</summary>
    public TimeSpan? DelayAfter(StoreException error, int attempt)
    {
        if (!error.IsTransient || attempt >= Attempts || error.RetryAfter > LongestRetryAfter) return null;
        var bound = FirstDelay * Math.Pow(2, attempt - 1);
        // Between half the bound and the bound.
        var own = (bound < LongestDelay ? bound : LongestDelay) * (0.5 + random() / 2);
        return error.RetryAfter > own ? error.RetryAfter : own;
    }

    /// <summary>Waits as long as the failure asks for.</summary>
    public Task WaitAsync(StoreException error, int attempt, CancellationToken cancellationToken) =>
        Task.Delay(DelayAfter(error, attempt) ?? TimeSpan.Zero, clock, cancellationToken);
}
