using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Replication;

/// <summary>Makes a standby the primary, and proves that it is one.</summary>
internal static class Promotion
{
    /// <summary>Promotes, unless it is a primary already.</summary>
    /// <exception cref="DrException"><c>PromotionFailed</c>.</exception>
    public static async Task PromoteAsync(IPostgresSession standby, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!await InRecoveryAsync(standby, cancellationToken).ConfigureAwait(false)) return;
        try
        {
            await standby.QueryAsync("SELECT pg_promote(true, $1)", cancellationToken, Math.Max(1, (int)timeout.TotalSeconds)).ConfigureAwait(false);
        }
        catch (PostgresErrorException error) when (error.SqlState is "55000" or "42501")
        {
            throw new DrException(ErrorTable.PromotionFailed, $"the standby could not be promoted: {error.ServerMessage}", error);
        }

        if (await InRecoveryAsync(standby, cancellationToken).ConfigureAwait(false))
        {
            throw new DrException(ErrorTable.PromotionFailed, string.Create(CultureInfo.InvariantCulture, $"the standby was told to promote, and is in recovery after {timeout.TotalSeconds:0} s"))
            {
                Remedy = "It may become the primary at any moment. Read its log, then Switch-EventLinkPrimary -Resume.",
            };
        }
    }

    /// <summary>Where the new timeline left the old one: everything before it was replayed, nothing after it.</summary>
    public static async Task<LogSequenceNumber?> PositionAsync(IPostgresSession promoted, CancellationToken cancellationToken)
    {
        var rows = await promoted.QueryAsync("SELECT pg_last_wal_replay_lsn()::text", cancellationToken).ConfigureAwait(false);
        if (LogSequenceNumber.TryParse(rows[0].Text(0), out var position)) return position;
        try
        {
            // After a restart only the history of the timeline knows.
            var history = await promoted.QueryAsync(
                "SELECT pg_read_file('pg_wal/' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) || '.history')", cancellationToken).ConfigureAwait(false);
            var last = history[0].Get<string>(0).Split('\n').Last(line => line.Length > 0 && char.IsAsciiDigit(line[0]));
            return LogSequenceNumber.TryParse(last.Split('\t')[1], out var switched) ? switched : null;
        }
        catch (PostgresErrorException)
        {
            return null;
        }
    }

    /// <summary>Writes a row, commits it, reads it back and takes it away again.</summary>
    /// <param name="promoted">Session on the new primary.</param>
    /// <param name="run">Names what is written, so that a killed proof leaves nothing for good.</param>
    /// <param name="asApplication">As a session that sets nothing itself; otherwise in spite of a fence that is not ours.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>PromotionFailed</c>.</exception>
    public static async Task ProveWritableAsync(IPostgresSession promoted, Guid run, bool asApplication, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        var schema = Sql.Name($"eventlinkdr_probe_{run:N}");
        try
        {
            await promoted.ExecuteAsync(asApplication ? "RESET default_transaction_read_only" : "SET default_transaction_read_only = off", deadline.Token).ConfigureAwait(false);
            await promoted.ExecuteAsync($"DROP SCHEMA IF EXISTS {schema} CASCADE", deadline.Token).ConfigureAwait(false);
            await promoted.ExecuteAsync($"CREATE SCHEMA {schema}; CREATE TABLE {schema}.probe (run text); INSERT INTO {schema}.probe VALUES ({Sql.Text(run.ToString("N"))})", deadline.Token)
                .ConfigureAwait(false);
            var rows = await promoted.QueryAsync($"SELECT run FROM {schema}.probe", deadline.Token).ConfigureAwait(false);
            await promoted.ExecuteAsync($"DROP SCHEMA {schema} CASCADE", deadline.Token).ConfigureAwait(false);
            if (rows.Count != 1 || rows[0].Text(0) != run.ToString("N")) throw new DrException(ErrorTable.PromotionFailed, "the row written to the new primary did not come back");
        }
        catch (PostgresErrorException error)
        {
            throw new DrException(ErrorTable.PromotionFailed, $"the new primary refuses a write: {error.ServerMessage}", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DrException(ErrorTable.PromotionFailed, $"a write to the new primary did not come back in {Readable.Duration(timeout)}", error)
            {
                Remedy = "Its synchronous_standby_names may name standbys that it does not have: empty it, then Switch-EventLinkPrimary -Resume.",
            };
        }
    }

    public static async Task<bool> InRecoveryAsync(IPostgresSession session, CancellationToken cancellationToken) =>
        (await session.QueryAsync("SELECT pg_is_in_recovery()", cancellationToken).ConfigureAwait(false))[0].Get<bool>(0);
}
