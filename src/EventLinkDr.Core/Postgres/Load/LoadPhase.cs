namespace EventLinkDr.Postgres.Load;

/// <summary>Names of the phases of a load, as they are reported.</summary>
internal static class LoadPhase
{
    public const string Definitions = "create definitions";
    public const string Rows = "load rows";
    public const string Indexes = "build indexes";
    public const string ForeignKeys = "check foreign keys";
    public const string Rest = "finish definitions";
}
