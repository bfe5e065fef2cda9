using Npgsql;

namespace EventLinkDr.StandInBackend;

/// <summary>Writes to the database whether or not maintenance is on, as the application's worker does.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(Settings settings)
    {
        using var stop = new CancellationTokenSource();
        using var term = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var command = source.CreateCommand("INSERT INTO public.background_jobs (job_type, payload, status) VALUES ('tick', '{}', 'done')");
                await command.ExecuteNonQueryAsync(stop.Token);
            }
            catch (NpgsqlException error)
            {
                Console.Error.WriteLine(error.Message);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500)).ConfigureAwait(false);
        }

        return 0;
    }
}
