using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Dump;

/// <summary>A part of a dump that is read from its beginning to its end.</summary>
/// <param name="Kind">What a part of a backup of ours holds; null for a foreign dump, which is one part.</param>
/// <param name="Label">Its name for messages; null for a foreign dump.</param>
/// <param name="Member">The member; null for a foreign dump.</param>
internal sealed record DumpPart(MemberKind? Kind, string? Label, BackupMember? Member);
