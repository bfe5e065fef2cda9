using EventLinkDr.Hosting;

namespace EventLinkDr.Operations.Drill;

/// <summary>Where a drill puts its backup; gone afterwards unless it is kept.</summary>
internal sealed class DrillDirectory : IDisposable
{
    private bool _kept;

    public string Path { get; } = ThrowawayDirectory.Create("drill-");

    /// <summary>Leaves it in place.</summary>
    /// <returns>The command that lists what is in it.</returns>
    public string Keep()
    {
        _kept = true;
        ThrowawayDirectory.Keep(Path);
        return $"eventlinkdr list --path {Path}";
    }

    public void Dispose()
    {
        if (!_kept) Directory.Delete(Path, recursive: true);
    }
}
