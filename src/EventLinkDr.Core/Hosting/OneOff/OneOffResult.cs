namespace EventLinkDr.Hosting.OneOff;

/// <summary>How a command in a container of its own ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output, line by line.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record OneOffResult(long ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors);
