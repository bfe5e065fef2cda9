using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Operations.Replication;

/// <summary>Where the services reach the new primary.</summary>
internal readonly record struct ServiceAddress(string Host, int Port)
{
    /// <summary>The one that is given, else the one we use ourselves.</summary>
    /// <exception cref="DrException"><c>SwitchRefused</c>: it is no address, or one that only this host understands.</exception>
    public static ServiceAddress Choose(string? given, string? host, int port)
    {
        if (given is null)
        {
            if (host is { Length: > 0 } && !ContainerTargets.IsThisHost(host)) return new ServiceAddress(host, port);
            throw new DrException(ErrorTable.SwitchRefused, host is { Length: > 0 }
                ? $"the services cannot reach the new primary at {host}:{port}, which is an address of this host" : "how the services reach the new primary is not known")
            {
                Remedy = "Give the address that the services shall use: -ServiceAddress host:port.",
            };
        }

        var colon = given.LastIndexOf(':');
        if (colon > 0 && int.TryParse(given.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue)
            return new ServiceAddress(given[..colon].Trim('[', ']'), number);
        throw new DrException(ErrorTable.SwitchRefused, "the address for the services is none") { Expected = "host:port", Found = given };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
