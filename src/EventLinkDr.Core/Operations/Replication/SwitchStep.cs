namespace EventLinkDr.Operations.Replication;

/// <summary>Names of the steps, as they stand in the journal.</summary>
internal static class SwitchStep
{
    public const string StopServices = "stop services", Fence = "fence the old primary", CatchUp = "catch up", Close = "close the old primary",
        Promote = "promote", Lift = "lift the fence", Prove = "prove", Redirect = "redirect services", StartServices = "start services", RollBack = "roll back";
}
