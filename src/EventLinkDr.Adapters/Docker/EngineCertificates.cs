using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Docker;

/// <summary>TLS as the docker command does it: only <c>ca.pem</c> is trusted, we show <c>cert.pem</c>.</summary>
internal static class EngineCertificates
{
    /// <exception cref="DrException"><c>TargetInvalid</c>.</exception>
    public static SslClientAuthenticationOptions Load(string directory, string host)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(Path.Combine(directory, "ca.pem"));
            var own = X509Certificate2.CreateFromPemFile(Path.Combine(directory, "cert.pem"), Path.Combine(directory, "key.pem"));
            if (OperatingSystem.IsWindows())
            {
                // Windows cannot use a key that lives in memory only.
                using var inMemory = own;
                own = new X509Certificate2(inMemory.Export(X509ContentType.Pkcs12));
            }

            var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            chain.CustomTrustStore.AddRange(roots);
            return new SslClientAuthenticationOptions { TargetHost = host, ClientCertificates = [own], CertificateChainPolicy = chain };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new DrException(ErrorTable.TargetInvalid, $"the certificates of the Docker engine in {directory} cannot be read: {error.Message}", error)
            {
                Remedy = "Put ca.pem, cert.pem and key.pem there, or set DOCKER_CERT_PATH.",
            };
        }
    }
}
