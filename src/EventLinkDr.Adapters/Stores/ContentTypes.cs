namespace EventLinkDr.Adapters.Stores;

/// <summary>The media type an object is stored under. Never with a content encoding: some clients would unpack what they fetch.</summary>
internal static class ContentTypes
{
    public static string Of(string name) => Path.GetExtension(name) switch
    {
        ".gz" => "application/gzip",
        ".json" => "application/json",
        ".sql" => "application/sql",
        _ => "application/octet-stream",
    };
}
