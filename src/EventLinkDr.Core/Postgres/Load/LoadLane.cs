namespace EventLinkDr.Postgres.Load;

/// <summary>A session that loads, and what the dump has set on it so far. Blocking; for one thread at a time.</summary>
internal sealed class LoadLane(IPostgresSession session)
{
    private IReadOnlyDictionary<string, string> _applied = new SessionState().Current;

    /// <summary>The session.</summary>
    public IPostgresSession Session => session;

    /// <summary>Gives the session the state of a place in the dump.</summary>
    public void Enter(IReadOnlyDictionary<string, string> state, CancellationToken cancellationToken)
    {
        var difference = SessionState.Difference(_applied, state);
        if (difference.Length > 0) session.ExecuteAsync(difference, cancellationToken).GetAwaiter().GetResult();
        _applied = state;
    }

    /// <summary>Notes that the session has this state already.</summary>
    public void Entered(IReadOnlyDictionary<string, string> state) => _applied = state;

    /// <summary>Runs one statement as its bytes are.</summary>
    public void Execute(string statement, CancellationToken cancellationToken) =>
        session.ExecuteWholeAsync(statement, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Runs text of ours; several statements are allowed.</summary>
    public void ExecuteOwn(string sql, CancellationToken cancellationToken) => session.ExecuteAsync(sql, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Runs a query of ours.</summary>
    public IReadOnlyList<PostgresRow> Query(string sql, CancellationToken cancellationToken, params object?[] parameters) =>
        session.QueryAsync(sql, cancellationToken, parameters).GetAwaiter().GetResult();
}
