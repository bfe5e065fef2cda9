using EventLinkDr.Model;

using System.Text.Json.Serialization;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Backup;

/// <summary>How a backup is made.</summary>
public sealed record BackupOptions
{
    /// <summary>Sessions that read tables; null for the number of cores, at most 8.</summary>
    public int? Jobs { get; init; }

    /// <summary>How hard to compress.</summary>
    public BackupCompression Compression { get; init; }

    /// <summary>Leaves owners out, as the old script did.</summary>
    public bool NoOwner { get; init; }

    /// <summary>Leaves privileges out, as the old script did.</summary>
    public bool NoPrivilege { get; init; }

    /// <summary>Tables whose rows are left out: <c>schema.name</c>, or <c>name</c> in any schema; <c>*</c> and <c>?</c> stand for any text and any character.</summary>
    public IReadOnlyList<string> ExcludeTableData { get; init; } = [];

    /// <summary>File name of the data; null for <c>&lt;db&gt;-&lt;yyyyMMddTHHmmssZ&gt;.sql.gz</c>, with <c>-2</c> and so on when it is taken.</summary>
    public string? FileName { get; init; }

    /// <summary>Replaces a file of that explicit name.</summary>
    public bool Force { get; init; }

    /// <summary>To whom it is encrypted; null to leave it in the clear.</summary>
    [JsonIgnore]
    public BackupEncryption? Encryption { get; init; }

    /// <summary>Until when the store keeps anybody from deleting or replacing it; null for no such date.</summary>
    public DateTimeOffset? RetainUntil { get; init; }

    /// <summary>The same as a time from the begin of the backup on.</summary>
    public TimeSpan? RetainFor { get; init; }

    /// <summary>How long to wait for a table that somebody holds exclusively.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
