using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Notices;

/// <summary>Where notices go. The path of such an address is often a secret, so only its host is ever shown.</summary>
public sealed class NoticeAddress
{
    /// <summary>Environment variable that names an address where none is given; there it stands in no list of processes.</summary>
    public const string Variable = "EVENTLINKDR_NOTIFY_URI";

    private NoticeAddress(Uri uri) => Uri = uri;

    internal Uri Uri { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">What was given; null to look at the environment.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="DrException"><c>NotifyUriInvalid</c>.</exception>
    public static NoticeAddress? Read(string? text, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        text ??= environment(Variable);
        if (string.IsNullOrWhiteSpace(text)) return null;
        // Its text is not repeated: it may be a secret with a typing error in it.
        return System.Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == System.Uri.UriSchemeHttps || uri.Scheme == System.Uri.UriSchemeHttp)
            ? new NoticeAddress(uri)
            : throw new DrException(ErrorTable.NotifyUriInvalid, "the address for notices is no http or https address");
    }

    /// <summary>The host alone.</summary>
    public override string ToString() => $"{Uri.Scheme}://{Uri.Authority}/…";
}
