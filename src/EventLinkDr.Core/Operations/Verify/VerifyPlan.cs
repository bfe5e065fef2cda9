using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Verify;

/// <summary>A verification about to be made.</summary>
public sealed record VerifyPlan : EventLinkPlan
{
    internal VerifyPlan(VerifyOptions options, BackupSet backup, int jobs, string place)
    {
        Options = options;
        Backup = backup;
        Jobs = jobs;
        Place = place;
    }

    /// <summary>What was asked for.</summary>
    public VerifyOptions Options { get; }

    /// <summary>The backup.</summary>
    public BackupSet Backup { get; }

    /// <summary>Threads and sessions.</summary>
    public int Jobs { get; }

    /// <summary>Where the Restore level loads it, for a person.</summary>
    public string Place { get; }

    /// <inheritdoc/>
    public override string Operation => $"Verify {Backup.Name} ({Options.Level})";

    /// <inheritdoc/>
    public override string Subject => $"backup {Backup.Path}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps
    {
        get
        {
            List<PlanStep> steps = [new(PlanEffect.Read, $"read {Readable.Size(Backup.Size)} and compare with the manifest")];
            if (Backup.FileSha256 is null) steps[0] = new PlanStep(PlanEffect.Read, $"read {Readable.Size(Backup.Size)} and look for the end of the dump; there is no manifest to compare with");
            if (Options.Level >= VerificationLevel.Content) steps.Add(new PlanStep(PlanEffect.Read, "inflate and parse everything, count and digest every row"));
            if (Options.Level >= VerificationLevel.Restore)
            {
                steps.Add(new PlanStep(PlanEffect.Create, $"a throwaway database on {Place}"));
                steps.Add(new PlanStep(PlanEffect.Load, "load the backup into it"));
                steps.Add(new PlanStep(PlanEffect.Prove, "read every table back and compare"));
                steps.Add(new PlanStep(PlanEffect.Drop, "the throwaway database"));
            }

            if (!Options.NoProof) steps.Add(new PlanStep(PlanEffect.Create, "a proof beside the backup, with the outcome"));
            return steps;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => Backup.Proof is { } proof
        ? (string[])[$"last proof: {proof.Level}, {(proof.Passed ? "passed" : "failed")}, {proof.Time:u}, took {Readable.Duration(proof.Duration)}"]
        : ["never proven before"];
}
