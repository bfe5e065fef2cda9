namespace EventLinkDr.Model;

/// <summary>What an operation would do: printed by <c>-WhatIf</c>, emitted by <c>-PlanOnly</c>, carried out otherwise.</summary>
public abstract record EventLinkPlan
{
    /// <summary>The operation in a few words: <c>Restore eventlink-….sql.gz</c>.</summary>
    public abstract string Operation { get; }

    /// <summary>What it acts on, for the question that is asked before: <c>database eventlink on 127.0.0.1:5432</c>.</summary>
    public abstract string Subject { get; }

    /// <summary>What will be done, in order, each with the effect it has.</summary>
    public abstract IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>Facts that matter for the decision: sizes, versions, how long it took last time, what is not known.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>The operation and what it acts on.</summary>
    public sealed override string ToString() => $"{Operation} ({Subject})";
}
