using System.CommandLine;

namespace EventLinkDr.Cli.Input;

/// <summary>Options that have the store keep what is written from being removed.</summary>
internal sealed class LockOptions
{
    // A century: stores take no more, and the calendar has an end.
    private const int MostDays = 36500;

    private readonly Option<DateTimeOffset?> _until = new("--retain-until")
    {
        Description = "Have the store keep it from being removed until this instant.", HelpName = "time", CustomParser = ZonedTime.Parse,
    };

    private readonly Option<int?> _days = new("--retain-days")
    {
        Description = "Have the store keep it from being removed for so many days.", HelpName = "n", CustomParser = result => PositiveNumber.Parse(result, MostDays),
    };

    public LockOptions(Command command)
    {
        command.Options.Add(_until);
        command.Options.Add(_days);
        command.OnlyOneOf(_until, _days);
    }

    public DateTimeOffset? Until(ParseResult parsed) => parsed.GetValue(_until);

    public TimeSpan? For(ParseResult parsed) => parsed.GetValue(_days) is { } days ? TimeSpan.FromDays(days) : null;
}
