using System.Diagnostics;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Copy;

/// <summary>Copies complete backups from one place to another; what arrived is read back before its manifest is written.</summary>
/// <param name="source">Where they are.</param>
/// <param name="destination">Where they go.</param>
public sealed class CopyOperation(IBackupStore source, IBackupStore destination)
{
    private const int MostNames = 20;

    /// <summary>What opens encrypted backups; needed only where they are encrypted anew.</summary>
    public BackupDecryption? Decryption { get; init; }

    /// <summary>Compares both places and says what would be copied. Changes nothing.</summary>
    /// <exception cref="DrException">
    /// <c>BackupNotFound</c>, <c>BackupIncomplete</c>, <c>BackupCorrupt</c>, <c>OptionsInvalid</c>, <c>KeyMissing</c>, <c>StoreUnavailable</c>.
    /// </exception>
    public async Task<CopyPlan> PrepareAsync(CopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        // What is named outright must be there and whole, so those are looked at whatever they are.
        var onlyNewest = options.Newest && options.Names.All(NamePattern.IsPattern);
        var filter = new BackupFilter { Name = options.Names, Last = onlyNewest ? 1 : null, Complete = onlyNewest };
        var backups = await new BackupCatalog(source).ListAsync(filter, cancellationToken).ConfigureAwait(false);
        var chosen = CopyPlanner.Choose(options, source.Location, destination.Location, backups);
        var there = await new BackupCatalog(destination).ListAsync(new BackupFilter { Name = NamesOf(chosen) }, cancellationToken).ConfigureAwait(false);
        var plan = CopyPlanner.Plan(options, source.Location, destination.Location, chosen, there);
        if (options.Encryption is not null && Decryption is null && plan.Items.FirstOrDefault(item => item.Source.Encrypted && item.Action != CopyAction.Skip) is { } sealedOne)
            throw EncryptedSet.NoKey(sealedOne.Source);
        return plan;
    }

    /// <summary>Copies. What fails for one backup stands in its result and keeps no other one from being copied.</summary>
    /// <exception cref="DrException"><c>RetentionUnsupported</c>, <c>StoreUnavailable</c>.</exception>
    public async Task<IReadOnlyList<CopyResult>> RunAsync(CopyPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var retainUntil = plan.Options.RetainUntil ?? DateTimeOffset.UtcNow + plan.Options.RetainFor;
        if (plan.Items.Any(item => item.Action is CopyAction.Copy or CopyAction.Replace)) await CheckDestinationAsync(retainUntil, observer, cancellationToken).ConfigureAwait(false);
        var results = new List<CopyResult>();
        foreach (var item in plan.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (observer.Phase($"copy {item.Name}")) results.Add(await CopyAsync(item, plan.Options, retainUntil, observer, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    /// <summary>The names that matter at the destination; all, when asking for each would take longer than reading everything.</summary>
    private static IReadOnlyList<string> NamesOf(IReadOnlyList<BackupSet> chosen) =>
        chosen.Count > MostNames ? [] : [.. chosen.SelectMany(set => DataFileName.ForBase(ManifestSerializer.BaseName(set.Name)))];

    private async Task CheckDestinationAsync(DateTimeOffset? retainUntil, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var capabilities = await destination.ProbeAsync(cancellationToken).ConfigureAwait(false);
        if (retainUntil is not null && !capabilities.Retains)
            throw new DrException(ErrorTable.RetentionUnsupported, $"{destination.Location} cannot keep objects until a date") { Subject = destination.Location };
        if (!capabilities.NeverReplaces)
            observer.Warning($"{destination.Location} does not honour conditional requests: two writers of one name at the same instant may replace each other's backup");
    }

    private async Task<CopyResult> CopyAsync(CopyItem item, CopyOptions options, DateTimeOffset? retainUntil, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var result = new CopyResult { Source = item.Source, Action = item.Action };
        switch (item.Action)
        {
            case CopyAction.Skip: return result with { Backup = item.Existing };
            case CopyAction.Refuse:
                return result with
                {
                    Error = new DrException(ErrorTable.BackupExists, $"{destination.PathOf(item.Existing!.Name)} is another backup, and stays")
                    {
                        Subject = item.Source, Remedy = "Copy to another place, or remove what is there if nobody needs it.",
                    },
                };
        }

        var begin = Stopwatch.GetTimestamp();
        try
        {
            var copy = new SetCopy(source, destination, Decryption, options.Encryption, observer);
            var made = await copy.RunAsync(item, retainUntil, cancellationToken).ConfigureAwait(false);
            observer.Milestone($"{item.Name} is complete in {destination.Location}");
            return result with { Backup = made, Bytes = made.Size, Duration = Stopwatch.GetElapsedTime(begin) };
        }
        catch (DrException error)
        {
            return result with { Error = error, Duration = Stopwatch.GetElapsedTime(begin) };
        }
    }
}
