namespace EventLinkDr.Postgres;

/// <summary>One row of a result.</summary>
/// <param name="values">The values; null for SQL null.</param>
public sealed class PostgresRow(object?[] values)
{
    /// <summary>Number of columns.</summary>
    public int Count => values.Length;

    /// <summary>Whether the column is null.</summary>
    public bool IsNull(int column) => values[column] is null;

    /// <summary>The value of a column as the type it has.</summary>
    /// <exception cref="InvalidCastException">The column is null or of another type.</exception>
    public T Get<T>(int column) =>
        values[column] is T value ? value
        : throw new InvalidCastException($"Column {column} is {values[column]?.GetType().Name ?? "null"}, not {typeof(T).Name}.");

    /// <summary>The value of a column, or null where it is null.</summary>
    public string? Text(int column) => values[column] as string;
}
