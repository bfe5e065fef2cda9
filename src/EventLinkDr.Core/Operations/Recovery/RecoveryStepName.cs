namespace EventLinkDr.Operations.Recovery;

/// <summary>The steps of a recovery, in their order.</summary>
public enum RecoveryStepName
{
    /// <summary>Registrations are closed by the application's flag.</summary>
    MaintenanceOn,
    /// <summary>Backend and worker stop, so that nothing writes any more.</summary>
    StopServices,
    /// <summary>A backup of the database as it is now, however damaged.</summary>
    FinalBackup,
    /// <summary>The chosen backup is put back, proven, and takes the name.</summary>
    Restore,
    /// <summary>A standby becomes the primary, in place of FinalBackup and Restore.</summary>
    Promote,
    /// <summary>The restored revision is compared with the code's.</summary>
    RevisionCheck,
    /// <summary>The schema is brought to the code's head.</summary>
    Migrate,
    /// <summary>The backend runs again, under maintenance.</summary>
    StartServices,
    /// <summary>Database, schema, tables and API are looked at.</summary>
    Health,
    /// <summary>Registrations are open again, and the worker runs.</summary>
    MaintenanceOff,
    /// <summary>A probe student registers and takes it back.</summary>
    TestRegistration,
}
