namespace EventLinkDr.TestKit.Faults;

/// <summary>What a <see cref="HostileProxy"/> does to one request or to its answer.</summary>
public sealed record Mischief
{
    /// <summary>Answers with this status itself; the service never sees the request.</summary>
    public int? Answer { get; init; }

    /// <summary>The <c>Retry-After</c> of that answer.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Closes after so many bytes of the content have come from the client; the service never sees the request.</summary>
    public int? CutRequestAfter { get; init; }

    /// <summary>Passes on so many bytes of the answer's body, then closes.</summary>
    public int? CutAnswerAfter { get; init; }

    /// <summary>Lets the service do what it was asked for and then closes without a word.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>Changes a bit in this byte of the content on its way to the service.</summary>
    public int? FlipRequestByte { get; init; }

    /// <summary>Leaves this header away on the way to the service.</summary>
    public string? DropHeader { get; init; }

    /// <summary>Waits before anything else.</summary>
    public TimeSpan Delay { get; init; }
}
