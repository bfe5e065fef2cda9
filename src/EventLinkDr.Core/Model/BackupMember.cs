namespace EventLinkDr.Model;

/// <summary>One gzip member of a backup file; the members stand one after another and cover the file without a gap.</summary>
public sealed record BackupMember
{
    /// <summary>What it holds.</summary>
    public required MemberKind Kind { get; init; }

    /// <summary>Where it begins in the file, in bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>Compressed length in bytes, header and trailer included.</summary>
    public required long Length { get; init; }

    /// <summary>Length of the text it inflates to, in bytes.</summary>
    public required long RawLength { get; init; }

    /// <summary>CRC-32 of that text, as in the member's trailer (RFC 1952).</summary>
    public required uint Crc32 { get; init; }

    /// <summary>Index into <see cref="BackupManifest.Tables"/> for <see cref="MemberKind.TableData"/>, else null.</summary>
    public int? Table { get; init; }

    /// <summary>Rows in it for <see cref="MemberKind.TableData"/>, else null.</summary>
    public long? Rows { get; init; }
}
