namespace EventLinkDr.Operations.Restore;

/// <summary>How a restore puts data back.</summary>
public enum RestoreMode
{
    /// <summary>Into a new database beside the old one; proven, then the names are swapped. The old one is kept.</summary>
    Swap,
    /// <summary>Into the database itself, in one transaction.</summary>
    InPlace,
    /// <summary>Into a new database under a name of its own; nothing else is touched.</summary>
    NewDatabase,
}
