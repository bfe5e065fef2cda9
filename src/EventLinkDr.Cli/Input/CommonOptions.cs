using System.CommandLine;

namespace EventLinkDr.Cli.Input;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Write the result as one JSON document.", Recursive = true };

    public static Option<bool> WhatIf { get; } = new("--what-if") { Description = "Show what would be done, and change nothing.", Recursive = true };

    public static Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Go on without asking.", Recursive = true };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Write nothing but errors and warnings, and no result.", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Tell each decision and phase.", Recursive = true };

    public static void AddTo(RootCommand root)
    {
        Option[] all = [Json, WhatIf, Yes, Quiet, Verbose];
        foreach (var option in all) root.Options.Add(option);
    }
}
