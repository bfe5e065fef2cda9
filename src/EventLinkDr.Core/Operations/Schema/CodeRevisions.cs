namespace EventLinkDr.Operations.Schema;

/// <summary>The schema revisions that the backend's code knows.</summary>
/// <param name="Heads">Its newest revisions; more than one where branches were not merged.</param>
/// <param name="Known">All of them.</param>
internal sealed record CodeRevisions(IReadOnlyList<string> Heads, IReadOnlySet<string> Known)
{
    /// <summary>How a revision, or several joined by commas, stands to the code.</summary>
    public SchemaRelation Relate(string? revision)
    {
        if (revision is null || Heads.Count == 0) return SchemaRelation.Unknown;
        var revisions = revision.Split(',');
        if (revisions.ToHashSet(StringComparer.Ordinal).SetEquals(Heads)) return SchemaRelation.Same;
        if (revisions.All(Known.Contains)) return SchemaRelation.DatabaseBehind;
        // Alembic cannot order what it does not know; EventLink numbers its revisions, and the number does.
        var highest = Heads.Max(NumberOf);
        return highest is not null && revisions.All(one => Known.Contains(one) || NumberOf(one) > highest) ? SchemaRelation.DatabaseAhead : SchemaRelation.Diverged;
    }

    /// <summary>Whether the code knows a revision, or every one of several.</summary>
    public bool Knows(string revision) => revision.Split(',').All(Known.Contains);

    private static int? NumberOf(string revision)
    {
        var digits = revision.TakeWhile(char.IsAsciiDigit).ToArray();
        // A random id may begin with digits too; a number is followed by an underscore.
        return digits.Length is > 0 and < 9 && revision.Length > digits.Length && revision[digits.Length] == '_'
            ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
