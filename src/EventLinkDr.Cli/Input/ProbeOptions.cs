using System.CommandLine;
using System.CommandLine.Parsing;

namespace EventLinkDr.Cli.Input;

/// <summary>The probe student and where the API is. The password comes from the environment: on a command line every user of the host could read it.</summary>
internal sealed class ProbeOptions
{
    /// <summary>The variable that holds the probe student's password.</summary>
    public const string PasswordVariable = "EVENTLINKDR_PROBE_PASSWORD";

    private readonly Option<string?> _user = new("--probe-user") { Description = $"Email of a student to log in as; the password comes from {PasswordVariable}.", HelpName = "email" };

    private readonly Option<Uri?> _api = new("--api") { Description = "Root of the EventLink API; found by the backend's container.", HelpName = "uri", CustomParser = ParseRoot };

    public ProbeOptions(Command command, bool withApi = true)
    {
        command.Options.Add(_user);
        if (withApi) command.Options.Add(_api);
    }

    /// <summary>For rules about options together.</summary>
    public Option UserOption => _user;

    public string? User(ParseResult parsed) => parsed.GetValue(_user);

    public string? Password(ParseResult parsed) => parsed.GetValue(_user) is null ? null : Environment.GetEnvironmentVariable(PasswordVariable) ?? "";

    public Uri? Api(ParseResult parsed) => parsed.GetValue(_api);

    private static Uri? ParseRoot(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var root) && root.Scheme is "http" or "https") return root;
        result.AddError($"'{text}' is no address such as http://127.0.0.1:8000/.");
        return null;
    }
}
