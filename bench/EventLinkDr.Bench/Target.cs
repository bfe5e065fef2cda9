using System.Globalization;

namespace EventLinkDr.Bench;

/// <summary>What a contest must come to.</summary>
/// <param name="What">What is held against the limit.</param>
/// <param name="Contest">Begin of the contest's title.</param>
/// <param name="Measure">Reads the figure out of the results, ours first.</param>
/// <param name="Limit">The largest figure that meets the target.</param>
/// <param name="Unit">What the figure counts; a ratio by default.</param>
internal sealed record Target(string What, string Contest, Func<IReadOnlyList<ContestResult>, double> Measure, double Limit, string Unit = "×")
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new("backup, time to `pg_dump \\| gzip -6`", "Backup at the size", r => r[0].RatioTo(r[1]), 0.45),
        new("backup, time to `pg_dump -Fd -j2`", "Backup at the size", r => r[0].RatioTo(r[2]), 0.65),
        new("backup, size to `gzip -6`", "Backup at the size", r => r[0].Size / r[1].Size, 1.05),
        new("backup, processor time to `pg_dump` and `gzip -6` together", "Backup at the size", r => r[0].Cpu / r[1].Cpu, 0.6),
        new("backup, peak memory", "Backup at the size", r => r[0].PeakMemory / 1e6, 150, "MB"),
        new("fast backup, time to `pg_dump -Fd -Z1 -j2`", "Backup, fast", r => r[0].RatioTo(r[1]), 1),
        new("fast backup, size to `pg_dump -Fd -Z1 -j2`", "Backup, fast", r => r[0].Size / r[1].Size, 1),
        new("encrypted backup, time to one in the clear", "Backup, encrypted", r => r[0].RatioTo(r[1]), 1.15),
        new("restore, time to `gunzip \\| psql`", "Restore (", r => r[0].RatioTo(r[1]), 0.8),
        new("restore, time to `pg_restore -j2`", "Restore (", r => r[0].RatioTo(r[2]), 0.9),
        new("proof, time to the restore", "Restore (", r => r[0].Phase("prove") / r[0].Wall, 0.25),
        new("restore, peak memory", "Restore (", r => r[0].PeakMemory / 1e6, 150, "MB"),
        new("restore of the old script's file, time to `gunzip \\| psql`", "Restore of the old", r => r[0].RatioTo(r[1]), 0.85),
        new("backup of one table, time to twenty with the same bytes", "Backup of one table", r => r[0].RatioTo(r[1]), 1.1),
        new("restore of one table, time to twenty with the same bytes", "Restore of one table", r => r[0].RatioTo(r[1]), 1.1),
        new("longest wait of a client at the swap", "Longest time", r => r[0].Wall, 1, "s"),
        new("verification by checksum, time to `openssl`", "Verification by", r => r[0].Phase("checksum") / r[1].Wall, 1 / 0.8),
        new("the same, start of the process included", "Verification by", r => r[0].RatioTo(r[1]), 1 / 0.8),
        new("`eventlinkdr list`", "Listing", r => r[0].Wall * 1000, 150, "ms"),
        new("`Import-Module`", "Import of", r => r[0].Wall * 1000, 300, "ms"),
        new("small tables: backup, time to `pg_dump -Fd -j2`", "Backup of 5000", r => r[0].RatioTo(r[1]), 1.2),
        new("small tables: restore, time to `pg_restore -j2`", "Restore of 5000", r => r[0].RatioTo(r[1]), 1.1),
        new("10,000 backups listed", "10,000 backups listed", r => r[0].Wall, 10, "s"),
        new("retention of 10,000 backups planned", "Retention of 10,000", r => r[0].Wall, 1, "s"),
    ];

    public string Show(double figure) => string.Create(CultureInfo.InvariantCulture, $"{figure.ToString(Unit is "MB" or "ms" ? "0" : "0.00", CultureInfo.InvariantCulture)} {Unit}");
}
