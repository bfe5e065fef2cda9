namespace EventLinkDr.Model;

/// <summary>
/// The manifest of a backup: at hand, or packed until somebody asks for it. The tables and members of thousands of backups would fill the
/// memory, and whoever lists them looks at those of a few.
/// </summary>
internal sealed class ManifestContent
{
    private readonly Func<BackupManifest>? _unpack;
    private readonly BackupManifest? _held;
    private readonly WeakReference<BackupManifest?> _unpacked = new(null);

    /// <summary>One that is at hand.</summary>
    public ManifestContent(BackupManifest manifest) => (_held, Outline) = (manifest, ManifestOutline.Of(manifest));

    /// <summary>One that is packed.</summary>
    public ManifestContent(ManifestOutline outline, Func<BackupManifest> unpack) => (Outline, _unpack) = (outline, unpack);

    /// <summary>What is known of it at once.</summary>
    public ManifestOutline Outline { get; }

    /// <exception cref="Diagnostics.DrException"><c>ManifestMismatch</c>: its hash is right, and it is no whole manifest.</exception>
    public BackupManifest Read()
    {
        if (_held is not null) return _held;
        if (_unpacked.TryGetTarget(out var manifest)) return manifest;
        manifest = _unpack!();
        _unpacked.SetTarget(manifest);
        return manifest;
    }
}
