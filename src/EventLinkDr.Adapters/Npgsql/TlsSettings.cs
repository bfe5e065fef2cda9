using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using Npgsql;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>Carries libpq's words for TLS over to Npgsql.</summary>
internal static class TlsSettings
{
    public static void Apply(EventLinkTarget target, NpgsqlConnectionStringBuilder settings)
    {
        settings.SslMode = target.SslMode switch
        {
            null or "prefer" => SslMode.Prefer,
            "disable" => SslMode.Disable,
            "allow" => SslMode.Allow,
            "require" => SslMode.Require,
            "verify-ca" => SslMode.VerifyCA,
            "verify-full" => SslMode.VerifyFull,
            var other => throw new DrException(ErrorTable.TargetInvalid, "the TLS mode is unknown")
            {
                Expected = "disable, allow, prefer, require, verify-ca or verify-full", Found = other,
            },
        };
        if (target.SslRootCertificate is { } file) settings.RootCertificate = file;
        if (target.SslCertificate is { } certificate) settings.SslCertificate = certificate;
        if (target.SslKey is { } key) settings.SslKey = key;
    }
}
