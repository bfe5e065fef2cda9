using System.Text.RegularExpressions;
using EventLinkDr.Operations.Encryption;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers public keys: those that the environment names, and those that files of keys at the location hold. No secret key is offered or shown.</summary>
public sealed partial class RecipientCompleter : BoundedCompleter
{
    // A directory of something else is not read through.
    private const int MostFiles = 50;
    private const int LongestFile = 64 * 1024;

    private static readonly string[] Patterns = ["*.key", "*.pub", "*.recipients"];

    private protected override async Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var found = new List<(string Key, string From)>();
        found.AddRange(Keys(Environment.GetEnvironmentVariable(KeyResolver.Recipients) ?? "").Select(key => (key, KeyResolver.Recipients)));
        if (Environment.GetEnvironmentVariable(KeyResolver.RecipientFile) is { Length: > 0 } named) found.AddRange(await ReadAsync(context.FullPath(named), cancellationToken).ConfigureAwait(false));
        foreach (var file in KeyFiles(context.Location)) found.AddRange(await ReadAsync(file, cancellationToken).ConfigureAwait(false));
        return found.Where(entry => context.Fits(entry.Key)).DistinctBy(entry => entry.Key).Select(entry => new CompletionItem(entry.Key, $"{entry.Key[..12]}… {Path.GetFileName(entry.From)}", $"{entry.Key}, from {entry.From}"));
    }

    private static IEnumerable<string> KeyFiles(string location) =>
        Patterns.SelectMany(pattern => Directory.EnumerateFiles(location, pattern)).Where(file => new FileInfo(file).Length <= LongestFile).Take(MostFiles);

    private static async Task<IEnumerable<(string Key, string From)>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return Keys(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Select(key => (key, file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // One that may not be read keeps no other from being offered.
            return [];
        }
    }

    private static IEnumerable<string> Keys(string text) => Recipient().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"\bage1[0-9a-z]{58}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Recipient();
}
