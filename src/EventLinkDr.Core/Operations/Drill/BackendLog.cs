using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Recreation;

namespace EventLinkDr.Operations.Drill;

/// <summary>The end of a backend's log, which goes with its container.</summary>
internal static class BackendLog
{
    private const int Lines = 20;

    /// <returns>Empty where there is none.</returns>
    public static async Task<IReadOnlyList<string>> ReadAsync(IDeployment deployment)
    {
        if (deployment is not { Containers: { } host, Target.Project: { } project }) return [];
        try
        {
            if (await ComposeBackend.FindAsync(host, project, ComposeBackend.Backend, CancellationToken.None).ConfigureAwait(false) is not { } backend) return [];
            var lines = await host.ReadLogAsync(backend.Id, Lines, CancellationToken.None).ConfigureAwait(false);
            return lines.Select(line => LogRedaction.Of(line.Text, backend.Environment.Values)).ToArray();
        }
        catch (DrException)
        {
            return [];
        }
    }
}
