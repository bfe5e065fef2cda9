namespace EventLinkDr.Hosting;

/// <summary>A compose project as its files describe it.</summary>
/// <param name="Name">Its name, as it stands in the containers' labels.</param>
/// <param name="Directory">Directory of its first compose file.</param>
/// <param name="Files">Its compose files.</param>
internal sealed record ComposeProject(string Name, string Directory, IReadOnlyList<string> Files)
{
    /// <summary>Label of a container: the project it belongs to.</summary>
    public const string ProjectLabel = "com.docker.compose.project";

    /// <summary>Label of a container: its service.</summary>
    public const string ServiceLabel = "com.docker.compose.service";

    /// <summary>Label of a container: <c>True</c> for one that <c>docker compose run</c> made.</summary>
    public const string OneOffLabel = "com.docker.compose.oneoff";

    /// <summary>Label of a container: directory of the project it was made from.</summary>
    public const string WorkingDirectoryLabel = "com.docker.compose.project.working_dir";

    /// <summary>The service that holds the database.</summary>
    public const string DatabaseService = "db";

    /// <summary>A variable as compose sees it: the environment's value, else the one in <c>.env</c>; null when neither sets it. May be a secret.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>A variable that counts only when it has a value, as in <c>${NAME:-…}</c>.</summary>
    public string? Setting(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Name and directory.</summary>
    public override string ToString() => $"{Name} in {Directory}";
}
