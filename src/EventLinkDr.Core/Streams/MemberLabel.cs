using EventLinkDr.Model;

namespace EventLinkDr.Streams;

/// <summary>What a member is, for the manifest.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Table">Index of the table; null unless it holds rows.</param>
/// <param name="Rows">Rows; null unless it holds rows.</param>
internal readonly record struct MemberLabel(MemberKind Kind, int? Table = null, long? Rows = null);
