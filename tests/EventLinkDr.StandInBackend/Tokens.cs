using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EventLinkDr.StandInBackend;

/// <summary>Bearer tokens signed with the secret key, and password hashes: enough to tell right from wrong.</summary>
internal static class Tokens
{
    public static string Issue(int user, Settings settings) => $"{user}.{Sign(user.ToString(CultureInfo.InvariantCulture), settings)}";

    public static int? Read(string? header, Settings settings)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.Ordinal)) return null;
        var parts = header["Bearer ".Length..].Split('.');
        return parts.Length == 2 && Sign(parts[0], settings) == parts[1] ? int.Parse(parts[0], CultureInfo.InvariantCulture) : null;
    }

    public static string Hash(string password) => "standin$" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(password)));

    private static string Sign(string text, Settings settings) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.SecretKey), Encoding.UTF8.GetBytes(text)));
}
