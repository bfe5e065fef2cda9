namespace EventLinkDr.Operations.Maintenance;

/// <summary>The application's switch: its name, and what it takes for true.</summary>
internal static class MaintenanceFlag
{
    public const string Name = "MAINTENANCE_MODE_REGISTRATIONS_DISABLED";

    /// <summary>As pydantic reads a truth value; an empty one is ignored, and the default is off.</summary>
    public static bool IsOn(string? value) => value?.Trim().ToUpperInvariant() is "TRUE" or "1" or "YES" or "ON" or "T" or "Y";

    /// <summary>Whether a value already means what is wanted. One that means nothing keeps the application from starting.</summary>
    public static bool Says(string? value, bool enabled) =>
        enabled ? IsOn(value) : value?.Trim().ToUpperInvariant() is null or "" or "FALSE" or "0" or "NO" or "OFF" or "F" or "N";

    public static string Text(bool enabled) => enabled ? "true" : "false";
}
