using System.Globalization;

namespace EventLinkDr.Postgres.Dump;

/// <summary>A place in a dump, for messages.</summary>
/// <param name="Part">Part of a backup of ours whose lines are counted; null for a file with one count.</param>
/// <param name="Line">Line, from 1.</param>
internal readonly record struct DumpPlace(string? Part, long Line)
{
    /// <summary><c>line 12</c> or <c>line 12 of the pre-data</c>.</summary>
    public override string ToString() =>
        Part is null ? string.Create(CultureInfo.InvariantCulture, $"line {Line}") : string.Create(CultureInfo.InvariantCulture, $"line {Line} of the {Part}");
}
