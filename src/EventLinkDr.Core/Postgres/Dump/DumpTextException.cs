using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>The text of a dump does not make sense, or ends where it must not; what it is compressed with is in order so far.</summary>
internal sealed class DumpTextException(ErrorKind kind, string what) : DrException(kind, what);
