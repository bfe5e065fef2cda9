namespace EventLinkDr.Adapters.Stores;

/// <summary>Sizes of blocks whose number is limited while the length of the content is not known: later ones are larger.</summary>
internal static class BlockSizes
{
    private const int MiB = 1 << 20;

    /// <summary>For stores that take ten thousand blocks: 8 MiB up to 16 GB, 16 MiB up to 50 GB, then 64 MiB up to 440 GB.</summary>
    public static int Of(int block) => block switch
    {
        < 2000 => 8 * MiB,
        < 4000 => 16 * MiB,
        _ => 64 * MiB,
    };
}
