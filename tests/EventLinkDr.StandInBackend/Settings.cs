using System.Globalization;
using Npgsql;

namespace EventLinkDr.StandInBackend;

/// <summary>Settings, read once at process start as the application reads them: names in any case, empty values ignored.</summary>
internal sealed record Settings(string ConnectionString, bool RegistrationsDisabled, string SecretKey, int Port, string Head, bool BadMigration,
    bool AutoRunMigrations, string? RateLimit)
{
    public static Settings FromEnvironment()
    {
        var all = Environment.GetEnvironmentVariables();
        var values = all.Keys.Cast<string>().Where(name => all[name] is string { Length: > 0 })
            .GroupBy(name => name.ToUpperInvariant()).ToDictionary(group => group.Key, group => (string)all[group.First()]!);
        var url = new Uri((values.GetValueOrDefault("DATABASE_URL") ?? throw new InvalidOperationException("DATABASE_URL is not set"))
            .Replace("postgresql+psycopg2://", "postgresql://", StringComparison.Ordinal));
        var user = url.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host, Port = url.Port < 0 ? 5432 : url.Port, Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]), Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            // SQLAlchemy keeps connections without a ping before use: after they were cut the next request fails once.
            Pooling = true, MaxPoolSize = 5, Timeout = 5,
        };
        return new Settings(connection.ConnectionString,
            IsTrue("MAINTENANCE_MODE_REGISTRATIONS_DISABLED"),
            values.GetValueOrDefault("SECRET_KEY", "secret"),
            int.Parse(values.GetValueOrDefault("PORT", "8000"), CultureInfo.InvariantCulture),
            values.GetValueOrDefault("STANDIN_HEAD", Alembic.Revisions[1].Id),
            IsTrue("STANDIN_BAD_MIGRATION"), IsTrue("AUTO_RUN_MIGRATIONS"), values.GetValueOrDefault("STANDIN_RATE_LIMIT"));

        bool IsTrue(string name) => string.Equals(values.GetValueOrDefault(name), "true", StringComparison.OrdinalIgnoreCase);
    }
}
