using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Libpq;

namespace EventLinkDr.Hosting;

/// <summary>
/// Finds the standby of a database. It is a copy of the whole server, so what is not said of it (database, user, password, TLS) is as on the primary.
/// </summary>
/// <param name="host">Where password and service files come from.</param>
/// <param name="adapters">Where the container engine is asked, and only when a container is meant.</param>
public sealed class StandbyResolver(ILocalHost host, IAdapters adapters)
{
    private const string ContainerPrefix = "container:";

    /// <summary>The same database on the standby.</summary>
    /// <param name="standby"><c>host</c>, <c>host:port</c>, <c>container:name</c>, or a connection string.</param>
    /// <param name="primary">The primary.</param>
    /// <param name="observer">Is told where missing parts came from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>TargetInvalid</c>, <c>ContainerNotFound</c>, <c>EngineUnreachable</c>.</exception>
    public async Task<EventLinkTarget> ResolveAsync(string standby, EventLinkTarget primary, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(standby);
        ArgumentNullException.ThrowIfNull(primary);
        ArgumentNullException.ThrowIfNull(observer);
        if (standby.StartsWith(ContainerPrefix, StringComparison.Ordinal))
        {
            var found = await adapters.Containers.InspectAsync(standby[ContainerPrefix.Length..], cancellationToken).ConfigureAwait(false);
            return As(ContainerTargets.Of(found, null), primary);
        }

        if (standby.Contains('=', StringComparison.Ordinal) || standby.Contains("://", StringComparison.Ordinal))
        {
            var settings = ConnectionString.Parse(standby);
            settings["dbname"] ??= primary.Database;
            settings["user"] ??= primary.Username;
            if (settings["user"] == primary.Username) settings["password"] ??= primary.Password;
            var resolved = new LibpqTarget(host, observer).Resolve(settings, TargetSource.Explicit);
            if (resolved.Database == primary.Database) return resolved;
            throw new DrException(ErrorTable.TargetInvalid, "the standby's connection string names another database") { Expected = primary.Database, Found = resolved.Database };
        }

        var (name, port) = Split(standby);
        return As(new EventLinkTarget { Database = primary.Database, Username = primary.Username, Host = name, Port = port, Source = TargetSource.Explicit }, primary) with
        {
            SslMode = primary.SslMode, SslRootCertificate = primary.SslRootCertificate, SslCertificate = primary.SslCertificate, SslKey = primary.SslKey,
        };
    }

    /// <summary>Roles and passwords are replicated: who may log in there may log in here.</summary>
    private static EventLinkTarget As(EventLinkTarget standby, EventLinkTarget primary) =>
        standby with { Database = primary.Database, Username = primary.Username, Password = primary.Password, ConnectTimeout = primary.ConnectTimeout };

    private static (string Host, int Port) Split(string text)
    {
        // An address of IPv6 has colons of its own; with a port it stands in brackets.
        var colon = text.EndsWith(']') || (text.Count(c => c == ':') > 1 && !text.StartsWith('[')) ? -1 : text.LastIndexOf(':');
        var name = (colon < 0 ? text : text[..colon]).Trim('[', ']');
        var port = EventLinkTarget.DefaultPort;
        if (name.Length > 0 && !name.Contains(' ', StringComparison.Ordinal)
            && (colon < 0 || (int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue))) return (name, port);
        throw new DrException(ErrorTable.TargetInvalid, "the standby is not named in a way that is understood") { Expected = "host, host:port, container:name or a connection string" };
    }
}
