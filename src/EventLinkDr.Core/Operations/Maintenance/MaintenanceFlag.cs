namespace EventLinkDr.Operations.Maintenance;

/// <summary>The application's switch: its name, and what it takes for true.</summary>
internal static class MaintenanceFlag
{
    public const string Name = "MAINTENANCE_MODE_REGISTRATIONS_DISABLED";

    /// <summary>As pydantic reads a truth value; an empty one is ignored, and the default is off.</summary>
    public static bool IsOn(string? value) => value?.Trim().ToUpperInvariant() is "TRUE" or "1" or "YES" or "ON" or "T" or "Y";

    public static string Text(bool enabled) => enabled ? "true" : "false";
}
