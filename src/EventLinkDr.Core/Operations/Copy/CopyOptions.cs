using System.Text.Json.Serialization;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Copy;

/// <summary>Which backups are copied, and how.</summary>
public sealed record CopyOptions
{
    /// <summary>Names of data files, or patterns; empty for all complete backups.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Only the newest of them.</summary>
    public bool Newest { get; init; }

    /// <summary>To whom the copies are encrypted anew; null to copy byte for byte.</summary>
    [JsonIgnore]
    public BackupEncryption? Encryption { get; init; }

    /// <summary>Until when the store keeps anybody from deleting or replacing the copies; null for no such date.</summary>
    public DateTimeOffset? RetainUntil { get; init; }

    /// <summary>The same as a time from now on.</summary>
    public TimeSpan? RetainFor { get; init; }
}
