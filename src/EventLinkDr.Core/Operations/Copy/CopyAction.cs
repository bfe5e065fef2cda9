namespace EventLinkDr.Operations.Copy;

/// <summary>What is done about one backup.</summary>
public enum CopyAction
{
    /// <summary>It is copied.</summary>
    Copy,
    /// <summary>What is there of it is incomplete and is replaced.</summary>
    Replace,
    /// <summary>It is there already.</summary>
    Skip,
    /// <summary>Something else has its name.</summary>
    Refuse,
}
