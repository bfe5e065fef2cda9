using EventLinkDr.Diagnostics;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>
/// Waits for the whole pipeline before a command that acts once begins: two backups into one database is a mistake, and so is none, and
/// both must be known before anything is touched.
/// </summary>
internal sealed class OneInput<T>(ErrorKind none) where T : class
{
    private readonly List<T?> _items = [];

    /// <summary>Takes what one record brought; null when it brought nothing.</summary>
    public void Take(T? item) => _items.Add(item);

    /// <summary>The one item; null when nothing was asked for by a command that gets no input.</summary>
    /// <param name="fromPipeline">Whether items come down a pipeline.</param>
    /// <exception cref="DrException"><c>InputNotSingle</c>, or the error for none.</exception>
    public T? Only(bool fromPipeline) => _items switch
    {
        [] => throw new DrException(none, "nothing came down the pipeline") { Remedy = "Run the command before this one alone to see what it gives." },
        [null] when fromPipeline => throw new DrException(none, "what came down the pipeline names nothing to act on"),
        [var item] => item,
        _ => throw new DrException(ErrorTable.InputNotSingle, $"{_items.Count} are named, and one is acted on")
        {
            Subject = _items.ToArray(),
            Found = string.Join(", ", _items.Take(5).Select(item => item?.ToString() ?? "one that is not there")) + (_items.Count > 5 ? ", …" : ""),
        },
    };
}
