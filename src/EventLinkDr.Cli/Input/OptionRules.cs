using System.CommandLine;
using System.CommandLine.Parsing;

namespace EventLinkDr.Cli.Input;

/// <summary>What options say about each other: one that would be ignored without a word is a mistake of the command line.</summary>
internal static class OptionRules
{
    /// <summary>At most one of them may be given.</summary>
    public static void OnlyOneOf(this Command command, params Option[] options) => command.Validators.Add(result =>
    {
        var given = options.Where(option => IsGiven(result, option)).Select(option => option.Name).ToList();
        if (given.Count > 1) result.AddError($"{string.Join(" and ", given)} exclude each other.");
    });

    /// <summary>Each of them means nothing unless one of the others is given.</summary>
    public static void Needs(this Command command, Option[] options, params Option[] others) => command.Validators.Add(result =>
    {
        if (options.FirstOrDefault(option => IsGiven(result, option)) is { } given && !others.Any(option => IsGiven(result, option)))
            result.AddError($"{given.Name} means nothing without {string.Join(" or ", others.Select(option => option.Name))}.");
    });

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
