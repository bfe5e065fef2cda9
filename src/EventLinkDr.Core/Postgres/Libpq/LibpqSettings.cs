namespace EventLinkDr.Postgres.Libpq;

/// <summary>Connection settings under libpq's keywords. May hold a password, so it has no text form.</summary>
internal sealed class LibpqSettings
{
    /// <summary>Keywords that say which server, database and user are meant or how they are reached; others change nothing here.</summary>
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["service"] = "PGSERVICE", ["host"] = "PGHOST", ["hostaddr"] = "PGHOSTADDR", ["port"] = "PGPORT", ["dbname"] = "PGDATABASE",
        ["user"] = "PGUSER", ["password"] = "PGPASSWORD", ["passfile"] = "PGPASSFILE", ["connect_timeout"] = "PGCONNECT_TIMEOUT",
        ["sslmode"] = "PGSSLMODE", ["sslrootcert"] = "PGSSLROOTCERT", ["sslcert"] = "PGSSLCERT", ["sslkey"] = "PGSSLKEY",
    };

    /// <summary>Keywords libpq knows and this software has no use for: they do not say where the database is.</summary>
    private static readonly HashSet<string> Unused = new(StringComparer.Ordinal)
    {
        "application_name", "fallback_application_name", "client_encoding", "options", "keepalives", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "replication", "gssencmode", "gssdelegation", "gsslib", "krbsrvname", "channel_binding",
        "sslcompression", "sslcrl", "sslcrldir", "sslsni", "sslpassword", "sslcertmode", "sslnegotiation", "ssl_min_protocol_version",
        "ssl_max_protocol_version", "requirepeer", "require_auth", "requiressl", "target_session_attrs", "load_balance_hosts", "sslkeylogfile",
        "min_protocol_version", "max_protocol_version", "scram_client_key", "scram_server_key", "servicefile",
    };

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Whether libpq knows a keyword.</summary>
    public static bool IsKeyword(string keyword) => Variables.ContainsKey(keyword) || Unused.Contains(keyword);

    /// <summary>What the environment says.</summary>
    public static LibpqSettings FromEnvironment(Func<string, string?> getVariable)
    {
        var settings = new LibpqSettings();
        foreach (var (keyword, variable) in Variables) settings[keyword] = getVariable(variable);
        return settings;
    }

    /// <summary>A value; null when it is not given. libpq takes an empty one for not given, and so does this.</summary>
    public string? this[string keyword]
    {
        get => _values.GetValueOrDefault(keyword);
        set
        {
            if (!string.IsNullOrEmpty(value)) _values[keyword] = value;
        }
    }

    /// <summary>Takes from other settings what is not given here.</summary>
    public void FillFrom(LibpqSettings other)
    {
        foreach (var (keyword, value) in other._values) _values.TryAdd(keyword, value);
    }
}
