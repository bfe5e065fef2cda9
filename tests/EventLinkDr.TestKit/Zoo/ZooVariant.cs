namespace EventLinkDr.TestKit.Zoo;

/// <summary>Which animals.</summary>
public enum ZooVariant
{
    /// <summary>Every kind of object there is.</summary>
    Whole,
    /// <summary>Every kind that lives in a schema, all in <c>public</c>, with its rows and large values; nothing else.</summary>
    PublicOnly,
}
