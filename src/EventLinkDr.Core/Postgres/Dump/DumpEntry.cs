using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>The line that pg_dump writes above each definition: <c>-- Name: users_pkey; Type: CONSTRAINT; Schema: public; Owner: -</c>.</summary>
internal static class DumpEntry
{
    /// <summary>Types that belong to <c>--section=post-data</c> (pg_dump of PostgreSQL 13 to 18).</summary>
    private static readonly HashSet<string> PostDataTypes = new(StringComparer.Ordinal)
    {
        "CHECK CONSTRAINT", "CONSTRAINT", "DEFAULT ACL", "EVENT TRIGGER", "FK CONSTRAINT", "INDEX", "INDEX ATTACH", "MATERIALIZED VIEW DATA", "POLICY", "PUBLICATION",
        "PUBLICATION TABLE", "PUBLICATION TABLES IN SCHEMA", "ROW SECURITY", "RULE", "STATISTICS", "SUBSCRIPTION", "SUBSCRIPTION TABLE", "TRIGGER",
    };

    private static ReadOnlySpan<byte> NameMark => "-- Name: "u8;

    private static ReadOnlySpan<byte> TypeMark => "; Type: "u8;

    /// <summary>
    /// Whether a comment stands above a definition that follows the data. A name may look like a type: where that leaves two, the answer is no, and
    /// the definition comes before the data, where it does no harm.
    /// </summary>
    public static bool IsPostData(ReadOnlySpan<byte> comment)
    {
        if (!comment.StartsWith(NameMark) || comment.IndexOf(TypeMark) is not (> 0 and var at) || comment.LastIndexOf(TypeMark) != at) return false;
        var type = comment[(at + TypeMark.Length)..];
        return type.IndexOf((byte)';') is > 0 and var end && PostDataTypes.Contains(Encoding.Latin1.GetString(type[..end]));
    }
}
