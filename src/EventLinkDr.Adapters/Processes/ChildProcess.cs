using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Processes;

/// <summary>Runs a program to its end; ends it and its children when cancelled. Secrets go in by environment only.</summary>
internal static class ChildProcess
{
    private const int KeptErrorCharacters = 4000;

    /// <returns>Exit code and the beginning of what it wrote to standard error.</returns>
    public static async Task<(int ExitCode, string Error)> RunAsync(string program, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment, Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new DrException(ErrorTable.PgDumpUnsuitable, $"{program} cannot be started: {error.Message}", error);
        }

        try
        {
            process.StandardInput.Close();
            var errors = ReadErrorsAsync(process.StandardError, cancellationToken);
            Exception? readFailure = null;
            try
            {
                await readOutput(process.StandardOutput.BaseStream, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Whether the program failed matters more than that its output ended too early.
                readFailure = error;
                if (!process.WaitForExit(200)) process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var text = await errors.ConfigureAwait(false);
            if (readFailure is not null && (process.ExitCode is 0 or 137 || text.Length == 0))
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(readFailure);
            return (process.ExitCode, text);
        }
        finally
        {
            await EndAsync(process).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a program whose output is a short text.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var output = "";
        var (exitCode, error) = await RunAsync(program, arguments, environment, async (stream, token) =>
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            output = await reader.ReadToEndAsync(token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return (exitCode, output, error);
    }

    private static async Task<string> ReadErrorsAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            kept.Append(buffer, 0, Math.Min(count, KeptErrorCharacters - kept.Length));
        return kept.ToString().Trim();
    }

    private static async Task EndAsync(Process process)
    {
        try
        {
            if (process.HasExited) return;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }
    }
}
