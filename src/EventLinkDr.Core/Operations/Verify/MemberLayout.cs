using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Verify;

/// <summary>Where a manifest says that the members of a file stand.</summary>
internal static class MemberLayout
{
    /// <summary>Length of the header of a gzip member as we write it.</summary>
    public const int HeaderLength = 10;

    /// <summary>Length of its trailer.</summary>
    public const int TrailerLength = 8;

    /// <summary>The members must follow one another and cover the file, or the manifest is not one of ours.</summary>
    /// <exception cref="DrException"><c>ManifestMismatch</c>.</exception>
    public static void Check(string name, BackupManifest manifest, long length)
    {
        long end = 0;
        foreach (var member in manifest.Members)
        {
            if (member.Offset != end || member.Length < HeaderLength + TrailerLength || (member.Table is { } table && (table < 0 || table >= manifest.Tables.Count)))
                throw Mismatch(name, string.Create(CultureInfo.InvariantCulture, $"the member it puts at byte {member.Offset} cannot be there"));
            end = member.Offset + member.Length;
        }

        if (end != length || manifest.Members is not [{ Kind: MemberKind.Header }, .., { Kind: MemberKind.Trailer }])
            throw Mismatch(name, "its members do not cover the file");
    }

    public static DrException Mismatch(string name, string why) =>
        new(ErrorTable.ManifestMismatch, $"the manifest of {name} does not belong to it: {why}") { Subject = name };
}
