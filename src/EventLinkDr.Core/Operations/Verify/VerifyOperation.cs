using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Verify;

/// <summary>Verifies a backup and leaves the outcome beside it.</summary>
/// <param name="store">Where the backup is.</param>
/// <param name="adapters">Start a throwaway server for the level Restore where there is no deployment.</param>
/// <param name="deployment">Whose server the level Restore uses; null for a throwaway server.</param>
public sealed class VerifyOperation(IBackupStore store, IAdapters adapters, IDeployment? deployment = null)
{
    private const int MostJobs = 8;

    /// <summary>What opens encrypted backups; the level Checksum does without. Must live until the verification has ended.</summary>
    public BackupDecryption? Decryption { get; init; }

    /// <summary>Finds the backup and says what would be done. Changes nothing.</summary>
    /// <param name="name">Name of the data file.</param>
    /// <param name="options">How thoroughly.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>, <c>SandboxUnsupported</c>.</exception>
    public async Task<VerifyPlan> PrepareAsync(string name, VerifyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Level == VerificationLevel.Restore && deployment is null) Sandbox.EnsureOutside("a throwaway server needs the programs of PostgreSQL");
        var backup = await new BackupCatalog(store).GetAsync(name, cancellationToken).ConfigureAwait(false);
        var place = deployment?.Server.Description ?? "a server of its own, started for this and removed afterwards";
        return new VerifyPlan(options, backup, options.Jobs ?? Math.Min(MostJobs, Environment.ProcessorCount), place);
    }

    /// <summary>
    /// Verifies. What is wrong with the backup stands in the result; what keeps it from being verified (a server out of reach, a missing
    /// extension) is thrown, and leaves no proof.
    /// </summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>, <c>NoThrowawayServer</c>, <c>KeyMissing</c>, <c>KeyWrong</c>, <c>PassphraseWrong</c>, and those of a restore's preconditions.</exception>
    public async Task<VerificationResult> RunAsync(VerifyPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var clock = new PhaseClock(observer);
        var started = DateTimeOffset.UtcNow;
        var findings = new VerifyFindings();
        DrException? error = null;
        try
        {
            await CheckAsync(plan, findings, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException failure) when (SpeaksOfTheBackup(failure))
        {
            error = failure;
        }

        var ended = DateTimeOffset.UtcNow;
        var proof = new BackupProof(plan.Options.Level, ended, error is null, ended - started, error?.Id, ToolVersion.Current, clock.Durations);
        var path = plan.Options.NoProof || findings.FileSha256 is null ? null
            : await WriteProofAsync(plan.Backup, findings.FileSha256, proof, cancellationToken).ConfigureAwait(false);
        observer.Milestone($"{plan.Backup.Name} {(error is null ? "holds" : "does not hold")} at the level {plan.Options.Level}");
        return new VerificationResult
        {
            Backup = (findings.Opened ?? plan.Backup) with { Proof = proof },
            Level = plan.Options.Level,
            Error = error,
            Tables = findings.Tables,
            Rows = findings.Rows,
            Proof = findings.Proof,
            ProofPath = path,
            Time = ended,
            Duration = ended - started,
            Phases = clock.Durations,
        };
    }

    private async Task CheckAsync(VerifyPlan plan, VerifyFindings findings, PhaseClock clock, CancellationToken cancellationToken)
    {
        var backup = plan.Backup;
        // An encrypted one without a manifest may be anybody's: that shows when it is opened.
        if (backup.State == BackupState.Incomplete && !(backup.Encrypted && Decryption is not null)) throw Incomplete(backup);
        if (backup.FileSha256 is { } expected)
        {
            // Of the bytes that should be there: a proof that failed belongs to this backup, not to what lies in its place.
            findings.FileSha256 = expected;
            using (clock.Phase("checksum")) await new ChecksumCheck(store, clock).RunAsync(backup, cancellationToken).ConfigureAwait(false);
            if (plan.Options.Level == VerificationLevel.Checksum) return;
            backup = findings.Opened = await OpenAsync(backup, cancellationToken).ConfigureAwait(false);
            using (clock.Phase("content"))
                findings.Rows = await new ContentCheck(Readable(backup), backup.Name, backup.Manifest!, clock).RunAsync(plan.Jobs, cancellationToken).ConfigureAwait(false);
            findings.Tables = backup.Manifest!.Tables.Count;
        }
        else
        {
            if (backup.State == BackupState.Damaged && backup.Size > 0 && await HasManifestAsync(backup.Name, cancellationToken).ConfigureAwait(false))
                throw new DrException(ErrorTable.ManifestMismatch, backup.Detail ?? "its manifest is damaged") { Subject = backup.Path };
            backup = findings.Opened = await OpenAsync(backup, cancellationToken).ConfigureAwait(false);
            if (backup.State == BackupState.Incomplete) throw Incomplete(backup);
            using (clock.Phase("content"))
                await new ForeignCheck(store, Readable(backup), clock).RunAsync(backup, findings, cancellationToken).ConfigureAwait(false);
        }

        if (plan.Options.Level >= VerificationLevel.Restore)
        {
            using (clock.Phase("restore"))
                findings.Proof = await new RestoreCheck(store, adapters, deployment, Decryption).RunAsync(backup, plan.Jobs, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<BackupSet> OpenAsync(BackupSet backup, CancellationToken cancellationToken) => EncryptedSet.OpenAsync(store, backup, Decryption, cancellationToken);

    private IBackupStore Readable(BackupSet backup) => backup.Encrypted ? new UnsealedStore(store, Decryption ?? throw EncryptedSet.NoKey(backup)) : store;

    private async Task<bool> HasManifestAsync(string name, CancellationToken cancellationToken) =>
        await store.StatAsync(ManifestSerializer.NameFor(name), cancellationToken).ConfigureAwait(false) is not null;

    private static DrException Incomplete(BackupSet backup) =>
        new(ErrorTable.BackupIncomplete, $"{backup.Name} is no backup: {backup.Detail}") { Subject = backup.Path };

    private async Task<string?> WriteProofAsync(BackupSet backup, string fileSha256, BackupProof proof, CancellationToken cancellationToken)
    {
        var sidecar = new ProofSidecar { FileName = backup.Name, FileLength = backup.Size, FileSha256 = fileSha256, Proof = proof };
        return store.PathOf(await sidecar.WriteAsync(store, cancellationToken).ConfigureAwait(false));
    }

    private static bool SpeaksOfTheBackup(DrException error) =>
        error.Kind.ExitCode is ExitCode.BadBackup or ExitCode.NotProven || error.Kind == ErrorTable.LoadFailed;
}
