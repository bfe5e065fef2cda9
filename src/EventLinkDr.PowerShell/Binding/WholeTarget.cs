using EventLinkDr.Model;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>A target that PowerShell has made of something else: of a hashtable, or of one that was written to a file and read back.</summary>
internal static class WholeTarget
{
    /// <summary>With nothing where PowerShell puts an empty text: an empty name of a container would mean a container.</summary>
    public static EventLinkTarget Of(EventLinkTarget target) => target with
    {
        Host = Text(target.Host),
        ProjectDirectory = Text(target.ProjectDirectory),
        Project = Text(target.Project),
        Container = Text(target.Container),
        SslMode = Text(target.SslMode),
        SslRootCertificate = Text(target.SslRootCertificate),
        SslCertificate = Text(target.SslCertificate),
        SslKey = Text(target.SslKey),
    };

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
