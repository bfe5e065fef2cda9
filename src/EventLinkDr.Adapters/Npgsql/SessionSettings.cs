namespace EventLinkDr.Adapters.Npgsql;

/// <summary>The settings every session of ours has, whatever the environment, the role or the database say.</summary>
internal static class SessionSettings
{
    /// <summary>Replaces PGOPTIONS: something must stand here, or Npgsql takes the variable.</summary>
    public const string StartupOptions = "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0";

    /// <summary>Settings of a role or database come after the startup packet's, so these are set by statement too. The list is pg_dump's, and <c>jit</c>: no query of ours is worth compiling, nor is the check of a foreign key.</summary>
    public const string Pin =
        """
        SELECT pg_catalog.set_config(name, value, false) FROM (VALUES
          ('statement_timeout', '0'), ('lock_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('idle_session_timeout', '0'),
          ('transaction_timeout', '0'), ('row_security', 'off'), ('TimeZone', 'UTC'), ('DateStyle', 'ISO, MDY'), ('IntervalStyle', 'postgres'),
          ('extra_float_digits', '3'), ('bytea_output', 'hex'), ('lc_monetary', 'C'), ('search_path', ''),
          ('synchronize_seqscans', 'off'), ('standard_conforming_strings', 'on'), ('quote_all_identifiers', 'off'),
          ('xmloption', 'content'), ('array_nulls', 'on'), ('transform_null_equals', 'off'), ('backslash_quote', 'safe_encoding'),
          ('escape_string_warning', 'off'), ('default_transaction_read_only', 'off'), ('default_transaction_isolation', 'read committed'),
          ('default_transaction_deferrable', 'off'), ('client_min_messages', 'warning'),
          ('jit', 'off')) AS pinned (name, value)
        WHERE EXISTS (SELECT FROM pg_catalog.pg_settings WHERE pg_settings.name = pinned.name)
        """;
}
