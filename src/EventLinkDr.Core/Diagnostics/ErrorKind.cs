namespace EventLinkDr.Diagnostics;

/// <summary>One row of the table of errors: what can go wrong, under a name that never changes.</summary>
/// <param name="Id">Stable name, PascalCase; scripts test for it.</param>
/// <param name="Category">Kind of failure.</param>
/// <param name="ExitCode">Exit code of the command line; documented in <c>docs/reference/exit-codes.md</c>.</param>
/// <param name="Meaning">What happened, in general, in one sentence.</param>
/// <param name="Remedy">What to do, in general, in one sentence.</param>
public sealed record ErrorKind(string Id, ErrorCategory Category, ExitCode ExitCode, string Meaning, string Remedy)
{
    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
