using System.Globalization;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers the time zones that this host knows.</summary>
public sealed class TimeZoneCompleter : BoundedCompleter
{
    private protected override Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken) =>
        // Sorted by us: the runtime sorts by names in words, and needs longer to make them than a person waits.
        Task.FromResult(TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Where(zone => context.Fits(zone.Id)).OrderBy(zone => zone.Id, StringComparer.Ordinal)
            .Select(zone => new CompletionItem(zone.Id, zone.Id, string.Create(CultureInfo.InvariantCulture, $"UTC{(zone.BaseUtcOffset < TimeSpan.Zero ? '-' : '+')}{zone.BaseUtcOffset:hh\\:mm}"))));
}
