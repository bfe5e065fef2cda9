using System.CommandLine;
using EventLinkDr.Hosting;

namespace EventLinkDr.Cli.Input;

/// <summary>Options that name a deployment. There is none for a password: it would stand in the list of processes.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _connection = new("--connection")
    {
        Description = "A URI (postgresql://…), libpq's words (host=… dbname=…) or Host=…;Database=…. The password comes from PGPASSWORD or the password file.",
        HelpName = "string",
    };

    private readonly Option<string?> _user = new("--user", "-U") { Description = "User to connect as, in place of the one that was found.", HelpName = "name" };

    private readonly Option<string?> _project = new("--project-directory") { Description = "Directory of the compose project.", HelpName = "directory" };

    private readonly Option<string?> _container = new("--container") { Description = "Name or id of the database container.", HelpName = "name" };

    public TargetOptions(Command command)
    {
        Option[] all = [_connection, _user, _project, _container];
        foreach (var option in all) command.Options.Add(option);
    }

    /// <summary>Whether a deployment is named on the command line.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_connection) is not null || parsed.GetValue(_project) is not null || parsed.GetValue(_container) is not null;

    public TargetRequest Read(ParseResult parsed, bool withoutDatabase = false) => new()
    {
        ConnectionString = parsed.GetValue(_connection),
        Username = parsed.GetValue(_user),
        ProjectDirectory = parsed.GetValue(_project),
        Container = parsed.GetValue(_container),
        WithoutDatabase = withoutDatabase,
    };
}
