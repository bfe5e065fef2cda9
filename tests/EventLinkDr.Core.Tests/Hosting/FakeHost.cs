using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

/// <summary>A host made of dictionaries.</summary>
internal sealed class FakeHost : ILocalHost
{
    public Dictionary<string, string> Variables { get; init; } = [];

    public Dictionary<string, string> Files { get; init; } = [];

    public HashSet<string> Public { get; init; } = [];

    public bool IsWindows { get; init; }

    public string CurrentDirectory { get; init; } = "/srv/eventlink";

    public string HomeDirectory => "/home/ana";

    public string UserName => "ana";

    public string? GetVariable(string name) => Variables.GetValueOrDefault(name);

    public bool Exists(string path) => Files.ContainsKey(path);

    public string? ReadText(string path) => Files.GetValueOrDefault(path);

    public bool IsPrivate(string path) => !Public.Contains(path);
}
