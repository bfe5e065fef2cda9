using System.Formats.Tar;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>
/// Fences a database container: <c>standby.signal</c> in its data directory, so that neither its restart policy nor <c>docker compose up -d</c>
/// brings back a second primary, and then stops it. The file comes first: killed in between, a restart is harmless already.
/// </summary>
/// <param name="containers">The engine.</param>
/// <param name="container">Id or name.</param>
public sealed class ContainerFence(IContainerHost containers, string container) : IInstanceFence
{
    private const string Signal = "standby.signal", DefaultDirectory = "/var/lib/postgresql/data";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public string Description => "container " + container;

    /// <inheritdoc/>
    public async Task<InstanceFenceStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        ContainerDetails details;
        try
        {
            details = await containers.InspectAsync(container, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ContainerNotFound || error.Kind == ErrorTable.EngineUnreachable)
        {
            // Its volume may be alive elsewhere: nothing is proven.
            return InstanceFenceStatus.Unavailable;
        }

        var directory = DirectoryOf(details);
        if (await ReadAsync($"{directory}/PG_VERSION", cancellationToken).ConfigureAwait(false) is null) return InstanceFenceStatus.Unavailable;
        var control = await ReadAsync($"{directory}/global/pg_control", cancellationToken).ConfigureAwait(false);
        return new InstanceFenceStatus
        {
            Available = true,
            Running = details.State is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting,
            StartsAsStandby = await ReadAsync($"{directory}/{Signal}", cancellationToken).ConfigureAwait(false) is not null,
            Control = control is null ? null : ServerControl.Parse(control.Value.Content),
        };
    }

    /// <inheritdoc/>
    public async Task RaiseAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var details = await containers.InspectAsync(container, cancellationToken).ConfigureAwait(false);
        var directory = DirectoryOf(details);
        if (await ReadAsync($"{directory}/{Signal}", cancellationToken).ConfigureAwait(false) is null)
        {
            var owner = await ReadAsync($"{directory}/PG_VERSION", cancellationToken).ConfigureAwait(false)
                ?? throw new DrException(ErrorTable.EngineError, $"{Description} has no data directory at {directory}") { Subject = container };
            using var archive = new MemoryStream();
            var writer = new TarWriter(archive, leaveOpen: true);
            await using (writer.ConfigureAwait(false))
            {
                var entry = new PaxTarEntry(TarEntryType.RegularFile, Signal) { Uid = owner.User, Gid = owner.Group, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
                await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
            }

            archive.Position = 0;
            await containers.CopyInAsync(container, directory, archive, cancellationToken).ConfigureAwait(false);
        }

        await containers.StopAsync(container, grace, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task LiftAsync(bool run, CancellationToken cancellationToken)
    {
        var details = await containers.InspectAsync(container, cancellationToken).ConfigureAwait(false);
        var path = $"{DirectoryOf(details)}/{Signal}";
        if (await ReadAsync(path, cancellationToken).ConfigureAwait(false) is not null)
        {
            // The engine can put files into a container that is stopped, but take none out. Started, it is a standby: harmless.
            await containers.StartAsync(container, cancellationToken).ConfigureAwait(false);
            await RemoveAsync(path, cancellationToken).ConfigureAwait(false);
            await containers.StopAsync(container, null, cancellationToken).ConfigureAwait(false);
        }

        if (run) await containers.StartAsync(container, cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var (exitCode, _, error) = await ContainerProgram.RunAsync(containers, container, new ContainerCommand("rm", "-f", path) { User = "0" }, cancellationToken)
                    .ConfigureAwait(false);
                if (exitCode == 0) return;
                throw new DrException(ErrorTable.EngineError, $"{path} in {Description} could not be removed: {error}") { Subject = container };
            }
            catch (DrException error) when (error.Kind == ErrorTable.EngineError && attempt < 20)
            {
                // Just started: a program can run in it a moment later.
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A small file of the container and who owns it; null when it is not there.</summary>
    private async Task<(byte[] Content, int User, int Group)?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        (byte[], int, int)? found = null;
        try
        {
            await containers.CopyOutAsync(container, path, async (stream, token) =>
            {
                var reader = new TarReader(stream);
                await using (reader.ConfigureAwait(false))
                {
                    if (await reader.GetNextEntryAsync(copyData: true, token).ConfigureAwait(false) is not { } entry) return;
                    var content = new byte[entry.Length];
                    if (entry.DataStream is { } data) await data.ReadExactlyAsync(content, token).ConfigureAwait(false);
                    found = (content, entry.Uid, entry.Gid);
                }
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.EngineError)
        {
            return null;
        }

        return found;
    }

    private static string DirectoryOf(ContainerDetails details) =>
        details.Environment.GetValueOrDefault("PGDATA") is { Length: > 0 } own ? own.TrimEnd('/') : DefaultDirectory;
}
