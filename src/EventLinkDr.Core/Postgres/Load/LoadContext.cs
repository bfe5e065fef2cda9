using System.Text;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>What the parts of one load share.</summary>
/// <param name="Crew">The sessions.</param>
/// <param name="Tally">Counts and reports.</param>
/// <param name="State">What the dump has set so far.</param>
/// <param name="Scope">What is wanted of the dump.</param>
/// <param name="Options">What the caller asked for.</param>
/// <param name="Facts">What is known of the dump.</param>
/// <param name="Names">Decodes names in the dump and in answers of its sessions.</param>
internal sealed record LoadContext(LaneCrew Crew, LoadTally Tally, SessionState State, TableScope Scope, LoadOptions Options, DumpFacts Facts, Encoding Names)
{
    /// <summary>A name as a byte-transparent session must be asked for it.</summary>
    public string Encode(string name) => Encoding.Latin1.GetString(Names.GetBytes(name));

    /// <summary>A name that a byte-transparent session has answered with.</summary>
    public string Decode(string transparent) => Names.GetString(Encoding.Latin1.GetBytes(transparent));
}
