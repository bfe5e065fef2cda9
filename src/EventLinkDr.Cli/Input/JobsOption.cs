using System.CommandLine;

namespace EventLinkDr.Cli.Input;

/// <summary>The option <c>--jobs</c>: at least one, and no more than a server has room for.</summary>
internal static class JobsOption
{
    private const int Most = 64;

    public static Option<int?> Create(string description) => new("--jobs", "-j") { Description = description, HelpName = "n", CustomParser = result => PositiveNumber.Parse(result, Most) };
}
