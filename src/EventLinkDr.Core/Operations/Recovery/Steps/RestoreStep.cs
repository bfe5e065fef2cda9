using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Postgres.Proof;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Puts the backup back beside what is there; proven, it takes the name. Interrupted after that, it is proven again and not loaded twice.</summary>
internal sealed class RestoreStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.Restore;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var now = await FindAsync(context, cancellationToken).ConfigureAwait(false);
        if (context.Record.RestoreBegun && now is { } there && there.Oid != context.Record.OldDatabase
            && await ProveAsync(context, cancellationToken).ConfigureAwait(false) is { } proof)
        {
            var kept = await FindKeptAsync(context, cancellationToken).ConfigureAwait(false);
            await context.Journal.RememberAsync(record => record with { Restored = new RecoveredDatabase { Database = context.Database, Proof = proof, PreviousDatabase = kept } }).ConfigureAwait(false);
            return StepOutcome.Done($"the interrupted restore had put {context.Backup!.Name} in place; it is proven");
        }

        await context.Journal.RememberAsync(record => record with { RestoreBegun = true, OldDatabase = now?.Oid }).ConfigureAwait(false);
        var operation = new RestoreOperation(new HeldDeployment(context.Deployment), context.Store!) { Decryption = context.Decryption };
        var plan = await operation.PrepareAsync(context.Plan.Facts.Listed!, OptionsOf(context.Options), context.Observer, cancellationToken).ConfigureAwait(false);
        var result = await operation.RunAsync(plan, context.Observer, cancellationToken).ConfigureAwait(false);
        await context.Journal.RememberAsync(record => record with
        {
            Restored = new RecoveredDatabase
            {
                Database = result.Database, Proof = result.Proof, PreviousDatabase = result.PreviousDatabase, Omitted = result.Omitted, LossUntilSwap = result.MeasuredDataLoss,
            },
        }).ConfigureAwait(false);
        return StepOutcome.Done($"{result.Database} holds {context.Backup!.Name}: {result.Rows} rows, {result.Outcome}"
            + (result.PreviousDatabase is { } previous ? $"; the old one is kept as {previous}" : ""));
    }

    public static RestoreOptions OptionsOf(RecoveryOptions options) => new() { Mode = RestoreMode.Swap, Jobs = options.Jobs, SkipMissingRole = options.SkipMissingRole };

    /// <summary>What the database under the name holds; null unless it is the backup's content. A foreign dump cannot be recognized.</summary>
    private static async Task<ProofReport?> ProveAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        if (context.Backup!.Manifest is not { } manifest) return null;
        using (context.Observer.Phase("prove"))
        {
            var report = await new DatabaseProof(manifest, ProofScope.Whole, context.Observer)
                .ReadAsync(context.Deployment.Server, context.Database, context.Options.Jobs ?? Environment.ProcessorCount, cancellationToken).ConfigureAwait(false);
            return report.Outcome == ProofOutcome.Failed ? null : report;
        }
    }

    private static async Task<DatabaseIdentity?> FindAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var session = await MaintenanceSession.OpenAsync(context.Deployment.Server, context.Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) return await DatabaseIdentity.FindAsync(session, context.Database, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the database that was replaced is called now.</summary>
    private static async Task<string?> FindKeptAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        if (context.Record.OldDatabase is not { } oid) return null;
        var session = await MaintenanceSession.OpenAsync(context.Deployment.Server, context.Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) return await new DatabaseIdentity(oid, context.Database).CurrentNameAsync(session, cancellationToken).ConfigureAwait(false);
    }
}
