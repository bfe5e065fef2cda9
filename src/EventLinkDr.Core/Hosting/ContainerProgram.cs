using System.Text;

namespace EventLinkDr.Hosting;

/// <summary>Runs a program in a container to its end: its output goes to a reader as it comes, the beginning of its errors is kept.</summary>
internal static class ContainerProgram
{
    private const int KeptErrorBytes = 4000;

    /// <returns>Exit code and the beginning of what it wrote to standard error.</returns>
    public static async Task<(int ExitCode, string Error)> RunAsync(IContainerHost host, string container, ContainerCommand command,
        Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken)
    {
        var exec = await host.ExecAsync(container, command, cancellationToken).ConfigureAwait(false);
        await using (exec.ConfigureAwait(false))
        {
            return await FinishAsync(exec, readOutput, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a program whose output is a short text.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(IContainerHost host, string container, ContainerCommand command,
        CancellationToken cancellationToken)
    {
        var output = "";
        var (exitCode, error) = await RunAsync(host, container, command, async (stream, token) =>
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            output = await reader.ReadToEndAsync(token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return (exitCode, output, error);
    }

    /// <summary>Reads a started program to its end.</summary>
    public static async Task<(int ExitCode, string Error)> FinishAsync(IContainerExec exec, Func<Stream, CancellationToken, Task> readOutput,
        CancellationToken cancellationToken)
    {
        var errors = new MemoryStream();
        var output = new ExecOutputStream(exec, text => errors.Write(text.Span[..(int)Math.Min(text.Length, KeptErrorBytes - errors.Length)]));
        await using (output.ConfigureAwait(false))
        {
            await readOutput(output, cancellationToken).ConfigureAwait(false);
            // What the reader left over, and errors that come after the last output.
            await output.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }

        var exitCode = await exec.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return (exitCode, Encoding.UTF8.GetString(errors.GetBuffer(), 0, (int)errors.Length).Trim());
    }
}
