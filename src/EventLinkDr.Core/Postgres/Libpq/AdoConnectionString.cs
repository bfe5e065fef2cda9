using System.Data.Common;

namespace EventLinkDr.Postgres.Libpq;

/// <summary><c>Host=…;Database=…</c>, as .NET programs write it, with the keywords Npgsql knows.</summary>
internal static class AdoConnectionString
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["host"] = "host", ["server"] = "host", ["port"] = "port", ["database"] = "dbname", ["db"] = "dbname",
        ["username"] = "user", ["userid"] = "user", ["uid"] = "user", ["user"] = "user", ["password"] = "password", ["psw"] = "password",
        ["pwd"] = "password", ["passfile"] = "passfile", ["sslmode"] = "sslmode", ["rootcertificate"] = "sslrootcert",
        ["sslcertificate"] = "sslcert", ["sslkey"] = "sslkey", ["timeout"] = "connect_timeout",
    };

    /// <summary>Keywords that tune a client and do not say where the database is.</summary>
    private static readonly HashSet<string> Unused = new(StringComparer.Ordinal)
    {
        "applicationname", "enlist", "searchpath", "clientencoding", "encoding", "timezone", "sslpassword", "sslnegotiation", "channelbinding",
        "requireauth", "trustservercertificate", "checkcertificaterevocation", "kerberosservicename", "includerealm", "persistsecurityinfo",
        "logparameters", "includeerrordetail", "includefailedbatchedcommand", "pooling", "minpoolsize", "minimumpoolsize", "maxpoolsize",
        "maximumpoolsize", "connectionidlelifetime", "connectionpruninginterval", "connectionlifetime", "commandtimeout", "cancellationtimeout",
        "internalcommandtimeout", "targetsessionattributes", "loadbalancehosts", "hostrecheckseconds", "keepalive", "tcpkeepalive",
        "tcpkeepalivetime", "tcpkeepaliveinterval", "readbuffersize", "writebuffersize", "socketreceivebuffersize", "socketsendbuffersize",
        "maxautoprepare", "autoprepareminusages", "noresetonclose", "options", "arraynullabilitymode", "multiplexing",
        "writecoalescingbufferthresholdbytes", "loadtablecomposites", "servercompatibilitymode", "gssencryptionmode",
    };

    /// <returns>Null when the text is not of this form.</returns>
    public static LibpqSettings? TryParse(string text)
    {
        var builder = new DbConnectionStringBuilder();
        try
        {
            builder.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            // Its message quotes the text.
            return null;
        }

        var settings = new LibpqSettings();
        foreach (string key in builder.Keys)
        {
#pragma warning disable CA1308 // The table's keywords are in lower case, as libpq's are.
            var keyword = key.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
#pragma warning restore CA1308
            var value = (string)builder[key];
            if (Keywords.TryGetValue(keyword, out var libpq)) settings[libpq] = libpq == "sslmode" ? SslMode(value) : value;
            else if (!Unused.Contains(keyword)) return null;
        }

        return settings;
    }

    private static string SslMode(string value) => value.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "DISABLE" => "disable",
        "ALLOW" => "allow",
        "PREFER" => "prefer",
        "REQUIRE" => "require",
        "VERIFYCA" => "verify-ca",
        "VERIFYFULL" => "verify-full",
        _ => value,
    };
}
