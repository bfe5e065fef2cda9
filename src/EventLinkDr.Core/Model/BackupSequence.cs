namespace EventLinkDr.Model;

/// <summary>State of a sequence in a backup.</summary>
/// <param name="Schema">Schema, unquoted.</param>
/// <param name="Name">Name, unquoted.</param>
/// <param name="LastValue">Its last value.</param>
/// <param name="IsCalled">Whether that value was handed out.</param>
public sealed record BackupSequence(string Schema, string Name, long LastValue, bool IsCalled)
{
    /// <summary><c>public.users_id_seq</c>.</summary>
    public override string ToString() => $"{Schema}.{Name}";
}
