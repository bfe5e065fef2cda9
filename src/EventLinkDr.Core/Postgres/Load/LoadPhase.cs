namespace EventLinkDr.Postgres.Load;

/// <summary>Names of the phases of a load, as they are reported.</summary>
internal static class LoadPhase
{
    public const string Definitions = "create definitions";
    public const string Rows = "load rows";
    public const string Builds = "build indexes and keys";
    public const string ForeignKeys = "check foreign keys of partitioned tables";
    public const string Rest = "finish definitions";
}
