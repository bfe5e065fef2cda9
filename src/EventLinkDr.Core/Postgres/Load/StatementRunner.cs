using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>Runs statements in the order of the dump on one session, and leaves out what may be left out.</summary>
/// <param name="context">What the parts of the load share.</param>
/// <param name="lane">The session.</param>
/// <param name="transactional">Whether everything runs in a transaction of the caller's.</param>
internal sealed class StatementRunner(LoadContext context, LoadLane lane, bool transactional)
{
    private readonly StatementBatch _batch = new();

    private bool _created;

    /// <summary>Whether the dump has begun a transaction of its own.</summary>
    public bool InOwnTransaction { get; private set; }

    /// <summary>Runs a statement.</summary>
    public void Run(DumpStatement statement, string sql, DumpPlace place, CancellationToken cancellationToken)
    {
        if (SkipsForRole(statement, place)) return;
        if (StatementBatch.Takes(statement))
        {
            _batch.Add(statement, sql, place, lane, cancellationToken);
            if (statement.Kind == StatementKind.Insert) context.Tally.Loaded(statement.Name!.Value, statement.Rows, 0);
            return;
        }

        Flush(cancellationToken);
        try
        {
            RunAlone(statement, sql, place, cancellationToken);
        }
        catch (PostgresErrorException error)
        {
            throw LoadFailure.Of(error, statement.ToString(), place);
        }
    }

    /// <summary>Sends what was only gathered.</summary>
    public void Flush(CancellationToken cancellationToken) => _batch.Flush(lane, cancellationToken);

    private void RunAlone(DumpStatement statement, string sql, DumpPlace place, CancellationToken cancellationToken)
    {
        switch (statement.Kind)
        {
            case StatementKind.SessionChange:
                Change(statement, sql, place, cancellationToken);
                break;
            // The caller's transaction goes round everything; those of a dump hold large objects together.
            case StatementKind.Begin or StatementKind.Commit when transactional:
                break;
            case StatementKind.Begin or StatementKind.Commit:
                lane.Execute(sql, cancellationToken);
                InOwnTransaction = statement.Kind == StatementKind.Begin;
                break;
            case StatementKind.Drop when !statement.IsConditional:
            case StatementKind.LargeObject:
            // Before it drops a view that others need, pg_dump --clean replaces it by one that needs nothing.
            case StatementKind.Other when !_created && statement is { Verb: "CREATE", ObjectType: "VIEW" }:
                if (!Tries(sql, LoadFailure.IsAbsent, cancellationToken)) context.Tally.SkipDrop();
                break;
            default:
                lane.Execute(sql, cancellationToken);
                _created |= statement.Verb == "CREATE";
                break;
        }
    }

    private void Change(DumpStatement statement, string sql, DumpPlace place, CancellationToken cancellationToken)
    {
        var change = statement.Change!;
        if (change.Parameter is SessionState.Encoding or "*") return;
        if (change.Parameter == "default_tablespace" && change.Value is { Length: > 0 } tablespace)
        {
            if (Tries(sql, error => error.SqlState == "22023", cancellationToken)) Record(change, sql);
            else context.Tally.Skip(place, statement.ToString(), $"there is no tablespace {tablespace} here, so the default one is used");
            return;
        }

        if (Tries(sql, LoadFailure.IsUnknownParameter, cancellationToken)) Record(change, sql);
        else context.Tally.Skip(place, statement.ToString(), $"the server has no parameter {change.Parameter}");
    }

    private void Record(SessionChange change, string sql)
    {
        context.State.Record(change, sql);
        lane.Entered(context.State.Current);
    }

    /// <returns>False when it failed as expected and nothing of it stays.</returns>
    private bool Tries(string sql, Func<PostgresErrorException, bool> expected, CancellationToken cancellationToken)
    {
        var inTransaction = transactional || InOwnTransaction;
        if (inTransaction) lane.ExecuteOwn("SAVEPOINT eventlinkdr_try", cancellationToken);
        try
        {
            lane.Execute(sql, cancellationToken);
        }
        catch (PostgresErrorException error) when (expected(error))
        {
            if (inTransaction) lane.ExecuteOwn("ROLLBACK TO SAVEPOINT eventlinkdr_try; RELEASE SAVEPOINT eventlinkdr_try", cancellationToken);
            return false;
        }

        if (inTransaction) lane.ExecuteOwn("RELEASE SAVEPOINT eventlinkdr_try", cancellationToken);
        return true;
    }

    private bool SkipsForRole(DumpStatement statement, DumpPlace place)
    {
        if (context.Options.MissingRoles.Count == 0 || statement.Roles.Count == 0) return false;
        var missing = statement.Roles.FirstOrDefault(context.Options.MissingRoles.Contains);
        // A schema or a large object without its owner is still wanted; only statements that do nothing but name the role can go.
        if (missing is null || statement is { Verb: "CREATE", ObjectType: "SCHEMA" }) return false;
        context.Tally.Skip(place, statement.ToString(), $"there is no role {missing}");
        return true;
    }
}
