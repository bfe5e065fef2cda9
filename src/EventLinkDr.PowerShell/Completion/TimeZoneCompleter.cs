namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers the time zones that this host knows.</summary>
public sealed class TimeZoneCompleter : BoundedCompleter
{
    private protected override Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken) =>
        Task.FromResult(TimeZoneInfo.GetSystemTimeZones().Where(zone => context.Fits(zone.Id)).Select(zone => new CompletionItem(zone.Id, zone.Id, zone.DisplayName)));
}
