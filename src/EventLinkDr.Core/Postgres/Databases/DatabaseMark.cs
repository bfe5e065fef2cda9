using System.Globalization;
using System.Text.Json;

namespace EventLinkDr.Postgres.Databases;

/// <summary>
/// What we write into the comment of a database while it is ours to handle. The OID ties it to one database: a copy of the comment elsewhere says nothing.
/// </summary>
internal sealed record DatabaseMark
{
    /// <summary>How every mark begins.</summary>
    public const string Prefix = "EventLinkDr keeps its notes here, please leave them: ";

    public required DatabaseMarkState State { get; init; }

    /// <summary>The run that made the database or put it aside.</summary>
    public required Guid Run { get; init; }

    /// <summary>OID of the database that carries the mark.</summary>
    public required uint Oid { get; init; }

    /// <summary>Name of the database it was made for, or had: commands against that one look after it.</summary>
    public required string Database { get; init; }

    /// <summary>When it was made or put aside, by the server's clock (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The database's own comment, which the mark hides; it is put back when the mark goes.</summary>
    public string? Comment { get; init; }

    public string ToComment() => Prefix + JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["state"] = State == DatabaseMarkState.Kept ? "kept" : "unfinished",
        ["database"] = Database,
        ["time"] = Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        ["run"] = Run.ToString("D"),
        ["oid"] = Oid,
        ["comment"] = Comment,
    });

    /// <summary>Reads a mark; null for a comment that is not ours or cannot be understood.</summary>
    public static DatabaseMark? Parse(string? comment)
    {
        if (comment is null || !comment.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        try
        {
            using var document = JsonDocument.Parse(comment.AsMemory(Prefix.Length));
            var root = document.RootElement;
            return new DatabaseMark
            {
                State = root.GetProperty("state").GetString() switch
                {
                    "kept" => DatabaseMarkState.Kept,
                    "unfinished" => DatabaseMarkState.Unfinished,
                    var other => throw new FormatException(other),
                },
                Database = root.GetProperty("database").GetString() ?? throw new FormatException(),
                Time = DateTimeOffset.Parse(root.GetProperty("time").GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                Run = root.GetProperty("run").GetGuid(),
                Oid = root.GetProperty("oid").GetUInt32(),
                Comment = root.TryGetProperty("comment", out var own) ? own.GetString() : null,
            };
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
