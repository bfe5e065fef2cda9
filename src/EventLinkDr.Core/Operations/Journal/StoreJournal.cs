using System.Globalization;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Journal;

/// <summary>
/// A journal in a store, which never replaces an object: a row of numbered ones, of which the highest counts. Two hosts that write at once take the
/// same number, and one of them is refused. Those before the last one are removed when the run ends.
/// </summary>
/// <param name="store">The place of this journal alone.</param>
internal sealed class StoreJournal<TContent>(IBackupStore store) : IJournalPlace<TContent> where TContent : class
{
    private const string Extension = ".json";

    private int? _highest;

    public async Task<TContent?> ReadAsync(CancellationToken cancellationToken)
    {
        _highest = (await ListAsync(cancellationToken).ConfigureAwait(false)).DefaultIfEmpty(0).Max();
        if (_highest == 0) return null;
        var name = NameOf(_highest.Value);
        try
        {
            return JsonSerializer.Deserialize<TContent>(await LoadAsync(name, cancellationToken).ConfigureAwait(false), StateJson.Options);
        }
        catch (JsonException error)
        {
            throw new DrException(ErrorTable.StateUnreadable, $"{store.PathOf(name)} cannot be read: {error.Message.TrimEnd('.')}", error) { Subject = store.PathOf(name) };
        }
    }

    public async Task WriteAsync(TContent content, bool last)
    {
        var number = (_highest ??= (await ListAsync(CancellationToken.None).ConfigureAwait(false)).DefaultIfEmpty(0).Max()) + 1;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, StateJson.Options);
        try
        {
            var writer = await store.CreateAsync(NameOf(number), replace: false, CancellationToken.None).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                await writer.Content.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
                await writer.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (DrException error) when (error.Kind == ErrorTable.BackupExists)
        {
            // An answer may have been lost, and the object be our own.
            var there = await LoadAsync(NameOf(number), CancellationToken.None).ConfigureAwait(false);
            if (!there.AsSpan().SequenceEqual(bytes))
                throw new DrException(ErrorTable.RecoveryInProgress, $"another process works with the journal {store.Location}", error) { Subject = store.Location };
        }

        _highest = number;
        if (last) await RemoveBeforeAsync(number).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <summary>What a store keeps on purpose stays; it does not count any more.</summary>
    private async Task RemoveBeforeAsync(int number)
    {
        try
        {
            foreach (var old in await ListAsync(CancellationToken.None).ConfigureAwait(false))
                if (old < number) await store.DeleteAsync(NameOf(old), CancellationToken.None).ConfigureAwait(false);
        }
        catch (DrException)
        {
            // The next run tries again.
        }
    }

    private async Task<List<int>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<int>();
        await foreach (var item in store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Name.EndsWith(Extension, StringComparison.Ordinal) && int.TryParse(item.Name.AsSpan(0, item.Name.Length - Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                found.Add(number);
        }

        return found;
    }

    private async Task<byte[]> LoadAsync(string name, CancellationToken cancellationToken)
    {
        var stream = await store.OpenReadAsync(name, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return content.ToArray();
        }
    }

    private static string NameOf(int number) => number.ToString("D6", CultureInfo.InvariantCulture) + Extension;
}
