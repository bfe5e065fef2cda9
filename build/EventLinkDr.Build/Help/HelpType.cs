namespace EventLinkDr.Build.Help;

/// <summary>A type that comes in or goes out.</summary>
internal sealed record HelpType(string Name, IReadOnlyList<string> Text);
