using System.CommandLine;
using EventLinkDr.Operations.Notices;

namespace EventLinkDr.Cli.Input;

/// <summary>Who else is told how a command ended.</summary>
internal sealed class NotifyOptions
{
    private readonly Option<string?> _uri = new("--notify-uri")
    {
        Description = $"Post the result as JSON to this address. Better in {NoticeAddress.Variable}: what stands here is seen in the list of processes.", HelpName = "uri",
    };

    private readonly Option<NoticeOccasion> _on = new("--notify-on") { Description = "When: Always (the default) or Failure." };

    private readonly string _operation;

    public NotifyOptions(Command command)
    {
        _operation = command.Name;
        command.Options.Add(_uri);
        command.Options.Add(_on);
    }

    /// <exception cref="Diagnostics.DrException"><c>NotifyUriInvalid</c>.</exception>
    public NoticeBook Open(ParseResult parsed) =>
        new(_operation, NoticeAddress.Read(parsed.GetValue(_uri), Environment.GetEnvironmentVariable), parsed.GetValue(_on), new NoticeSender());
}
