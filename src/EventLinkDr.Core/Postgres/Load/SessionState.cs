using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// What the dump has set so far, so that a statement runs under it on whichever session. A snapshot never changes; a change makes a new one.
/// </summary>
internal sealed class SessionState
{
    /// <summary>The session's encoding is fixed when it opens.</summary>
    public const string Encoding = "client_encoding";

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Statement by parameter.</summary>
    public IReadOnlyDictionary<string, string> Current { get; private set; } = Nothing;

    /// <summary>Records a change that the server has accepted.</summary>
    public void Record(SessionChange change, string sql)
    {
        if (change.Parameter == "*")
        {
            Current = Nothing;
            return;
        }

        var next = new Dictionary<string, string>(Current);
        next.Remove(change.Parameter);
        if (!change.IsReset) next.Add(change.Parameter, sql);
        Current = next;
    }

    /// <summary>What brings a session from one state to another, in one text of several statements; empty when they are the same.</summary>
    public static string Difference(IReadOnlyDictionary<string, string> from, IReadOnlyDictionary<string, string> to)
    {
        if (ReferenceEquals(from, to)) return "";
        var resets = from.Keys.Where(parameter => !to.ContainsKey(parameter)).Select(Reset);
        var sets = to.Where(entry => !from.TryGetValue(entry.Key, out var current) || current != entry.Value).Select(entry => entry.Value);
        return string.Join('\n', resets.Concat(sets));
    }

    private static string Reset(string parameter) => parameter switch
    {
        "session_authorization" => "RESET SESSION AUTHORIZATION;",
        "role" => "RESET ROLE;",
        _ => $"RESET {parameter};",
    };
}
