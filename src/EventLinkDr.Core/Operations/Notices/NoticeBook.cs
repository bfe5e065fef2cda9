using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Verify;

namespace EventLinkDr.Operations.Notices;

/// <summary>Notes what one command gave and what failed, and tells it at the end. Front ends keep one a command.</summary>
/// <param name="operation">Name of the operation.</param>
/// <param name="address">Where to; null for nowhere.</param>
/// <param name="occasion">When.</param>
/// <param name="sender">Posts it.</param>
public sealed class NoticeBook(string operation, NoticeAddress? address, NoticeOccasion occasion, NoticeSender sender)
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly List<object> _results = [];
    private readonly List<DrException> _errors = [];

    /// <summary>Notes a result.</summary>
    public void Add(object result) => _results.Add(result);

    /// <summary>Notes a failure.</summary>
    public void Add(DrException error) => _errors.Add(error);

    /// <summary>Tells it, where there is something to tell and somebody to tell it to.</summary>
    public async Task TellAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (address is null || (_results.Count == 0 && _errors.Count == 0)) return;
        var outcome = _errors.Count > 0 || _results.Any(HasFailed) ? NoticeOutcome.Failed : NoticeOutcome.Succeeded;
        if (outcome == NoticeOutcome.Succeeded && occasion == NoticeOccasion.Failure) return;
        var host = Environment.MachineName;
        await sender.SendAsync(address, new Notice
        {
            Operation = operation,
            Outcome = outcome,
            Text = $"EventLinkDr {operation} on {host} {outcome.ToString().ToLowerInvariant()}{(_errors.Count > 0 ? $": [{_errors[0].Id}] {_errors[0].Message}" : "")}",
            Host = host,
            Time = DateTimeOffset.UtcNow,
            Duration = Stopwatch.GetElapsedTime(_begin),
            Results = [.. _results],
            Errors = [.. _errors],
        }, observer, cancellationToken).ConfigureAwait(false);
    }

    private static bool HasFailed(object result) => result is DrillResult { Passed: false } or DeploymentDrillResult { Passed: false } or VerificationResult { Passed: false };
}
