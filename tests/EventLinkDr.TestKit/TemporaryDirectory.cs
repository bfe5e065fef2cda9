namespace EventLinkDr.TestKit;

/// <summary>A directory of a test's own, gone when it ends.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("eventlinkdr-test-").FullName;

    /// <summary>Names of the files in it, sorted.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    /// <summary>Full path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
