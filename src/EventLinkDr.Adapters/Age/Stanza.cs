using System.Text;

namespace EventLinkDr.Adapters.Age;

/// <summary>One recipient's part of a header: the file key, wrapped for them.</summary>
/// <param name="Type">First argument: which kind of recipient.</param>
/// <param name="Arguments">The other arguments.</param>
/// <param name="Body">What the kind defines.</param>
internal sealed record Stanza(string Type, IReadOnlyList<string> Arguments, byte[] Body)
{
    public const int Columns = 64;

    /// <summary>Writes the lines of the stanza; the last is always shorter than 64 columns, if need be empty.</summary>
    public void Write(StringBuilder header)
    {
        header.Append("-> ").AppendJoin(' ', Arguments.Prepend(Type)).Append('\n');
        var body = RawBase64.Encode(Body);
        for (var i = 0; i + Columns <= body.Length; i += Columns) header.Append(body, i, Columns).Append('\n');
        header.Append(body, body.Length / Columns * Columns, body.Length % Columns).Append('\n');
    }
}
