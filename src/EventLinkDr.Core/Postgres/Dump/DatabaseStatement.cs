namespace EventLinkDr.Postgres.Dump;

/// <summary>A statement about the dump's database, to be applied to the database that takes its place.</summary>
/// <param name="Before">Text before the name.</param>
/// <param name="After">Text behind it.</param>
/// <param name="Statement">What is understood of it.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record DatabaseStatement(string Before, string After, DumpStatement Statement, DumpPlace Place)
{
    /// <summary>The same statement about another database.</summary>
    public string For(string database) => Before + Sql.Name(database) + After;
}
