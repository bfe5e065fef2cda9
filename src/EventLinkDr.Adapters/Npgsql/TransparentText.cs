using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>
/// The texts of a byte-transparent session: one char a byte on our side. Npgsql writes the startup packet in the session's encoding, and
/// its length in UTF-8, so only a session in UTF-8 can connect to a database with any name; there the texts are turned round here.
/// </summary>
internal sealed class TransparentText(string? encoding)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly bool _turns = encoding is "UTF8";

    /// <summary>Npgsql's name of the encoding the session is to have.</summary>
    public string NpgsqlEncoding => encoding is null || _turns ? "UTF-8" : "ISO-8859-1";

    /// <summary>A text of ours as Npgsql must be given it.</summary>
    /// <exception cref="PostgresErrorException">The bytes are no text in UTF-8; the server would say the same.</exception>
    public string ToNpgsql(string text)
    {
        if (!_turns || Ascii.IsValid(text)) return text;
        try
        {
            return Strict.GetString(Encoding.Latin1.GetBytes(text));
        }
        catch (DecoderFallbackException error)
        {
            throw new PostgresErrorException(ErrorTable.ServerError, "22021", "invalid byte sequence for encoding \"UTF8\"", error);
        }
    }

    /// <summary>A parameter of ours as Npgsql must be given it.</summary>
    public object? ToNpgsql(object? value) => value switch
    {
        string text => ToNpgsql(text),
        string[] texts => Array.ConvertAll(texts, ToNpgsql),
        _ => value,
    };

    /// <summary>A value from Npgsql as ours.</summary>
    public object? FromNpgsql(object? value) => !_turns ? value : value switch
    {
        string text => FromNpgsql(text),
        string?[] texts => Array.ConvertAll(texts, text => text is null ? null : FromNpgsql(text)),
        _ => value,
    };

    private static string FromNpgsql(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Strict.GetBytes(text));
}
