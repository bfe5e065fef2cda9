namespace EventLinkDr.Model;

/// <summary>One <c>ALTER DATABASE … SET</c> or <c>ALTER ROLE … IN DATABASE … SET</c>.</summary>
/// <param name="Role">The role, or null for every role.</param>
/// <param name="Name">Parameter.</param>
/// <param name="Value">Value as <c>pg_db_role_setting</c> holds it.</param>
public sealed record DatabaseSetting(string? Role, string Name, string Value);
