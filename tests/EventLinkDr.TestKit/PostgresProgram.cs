using System.Diagnostics;
using System.Globalization;
using System.Text;
using EventLinkDr.Adapters.Processes;
using EventLinkDr.Model;

namespace EventLinkDr.TestKit;

/// <summary>Runs PostgreSQL's own client programs the way an operator does; the tests hold our results against theirs.</summary>
public static class PostgresProgram
{
    public static async Task<ProgramResult> RunAsync(EventLinkTarget target, string program, IReadOnlyList<string> arguments, string database, Stream? input)
    {
        var (path, _) = (await PostgresPrograms.FindAsync(program, CancellationToken.None))[0];
        // ISO 8859-1 keeps every byte apart, whatever encoding a dump is in.
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1, StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PGHOST"] = target.Host;
        start.Environment["PGPORT"] = target.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = target.Username;
        start.Environment["PGPASSWORD"] = target.Password;
        start.Environment["PGDATABASE"] = database;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null) await input.CopyToAsync(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended early; its exit code says why.
        }

        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }
}
