namespace EventLinkDr.Bench;

/// <summary>A tool that does the job in question.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Prepare">Done before each run, not measured.</param>
/// <param name="Run">The run itself.</param>
internal sealed record Contender(string Name, Action Prepare, Func<Measurement> Run);
