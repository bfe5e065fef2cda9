namespace EventLinkDr.Postgres.Databases;

/// <summary>What a database that carries our mark is.</summary>
internal enum DatabaseMarkState
{
    /// <summary>Being filled by a run. Without that run it is a leftover.</summary>
    Unfinished,
    /// <summary>Replaced by a restore and kept for going back.</summary>
    Kept,
}
