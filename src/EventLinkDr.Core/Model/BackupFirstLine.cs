using System.Text;

namespace EventLinkDr.Model;

/// <summary>The first line of every data file of ours: it tells a backup without its manifest from a dump somebody else made.</summary>
internal static class BackupFirstLine
{
    /// <summary>How it begins; the backup's id follows.</summary>
    public const string Lead = "-- EventLinkDr backup, format 1, id ";

    public static string For(Guid id) => Lead + id.ToString("D");

    /// <summary>The id in the first line of a text; null when the text is not ours.</summary>
    public static Guid? Find(ReadOnlySpan<byte> text)
    {
        if (text.Length < Lead.Length + 36 || !text.StartsWith(Encoding.ASCII.GetBytes(Lead))) return null;
        return Guid.TryParseExact(Encoding.ASCII.GetString(text.Slice(Lead.Length, 36)), "D", out var id) ? id : null;
    }
}
