using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>A statement that changes the state of the session: SET, RESET, <c>SELECT set_config</c>.</summary>
/// <param name="Parameter">
/// The parameter in lower case; <c>role</c> and <c>session_authorization</c> for their own forms, <c>*</c> for RESET ALL.
/// </param>
/// <param name="Value">The value where it is one plain word, number or text; null for DEFAULT, RESET and lists.</param>
internal sealed record SessionChange(string Parameter, string? Value)
{
    /// <summary>Whether the value is put back to its default.</summary>
    public bool IsReset { get; init; }

    /// <summary>Reads a statement; null when it is not of this kind.</summary>
    public static SessionChange? Read(ReadOnlySpan<byte> statement, bool backslashEscapes, Encoding encoding)
    {
        var tokens = new SqlTokens(statement, backslashEscapes);
        tokens.Next();
        if (tokens.IsWord("set"u8)) return ReadSet(ref tokens, encoding);
        if (tokens.IsWord("reset"u8)) return ReadReset(ref tokens, encoding);
        return tokens.IsWord("select"u8) ? ReadSetConfig(ref tokens, encoding) : null;
    }

    private static SessionChange? ReadSet(ref SqlTokens tokens, Encoding encoding)
    {
        tokens.Next();
        if (tokens.IsWord("local"u8) || tokens.IsWord("session"u8)) tokens.Next();
        if (tokens.IsWord("characteristics"u8)) return new SessionChange("session characteristics", null);
        if (tokens.IsWord("authorization"u8)) return ReadValue(ref tokens, "session_authorization", encoding);
        if (tokens.IsWord("role"u8)) return ReadValue(ref tokens, "role", encoding);
        if (tokens.IsWord("names"u8)) return ReadValue(ref tokens, "client_encoding", encoding);
        if (tokens.IsWord("transaction"u8) || tokens.IsWord("constraints"u8)) return null;
        if (tokens.IsWord("time"u8) && tokens.NextIs("zone"u8)) return ReadValue(ref tokens, "timezone", encoding);
        var name = QualifiedName.Read(ref tokens, encoding);
        if (name is null || !(tokens.IsSymbol('=') || tokens.IsWord("to"u8))) return null;
        return ReadValue(ref tokens, name.Value.ToString().ToLowerInvariant(), encoding);
    }

    private static SessionChange ReadValue(ref SqlTokens tokens, string parameter, Encoding encoding)
    {
        tokens.Next();
        if (tokens.IsWord("default"u8)) return new SessionChange(parameter, null) { IsReset = true };
        var value = tokens.Kind switch
        {
            SqlTokenKind.Text or SqlTokenKind.DollarText => tokens.Text(encoding),
            SqlTokenKind.Word or SqlTokenKind.QuotedName => tokens.Name(encoding),
            SqlTokenKind.Number => encoding.GetString(tokens.Raw),
            _ => null,
        };
        tokens.Next();
        return new SessionChange(parameter, tokens.IsSymbol(',') ? null : value);
    }

    private static SessionChange? ReadReset(ref SqlTokens tokens, Encoding encoding)
    {
        tokens.Next();
        if (tokens.IsWord("all"u8)) return new SessionChange("*", null) { IsReset = true };
        if (tokens.IsWord("session"u8)) return new SessionChange("session_authorization", null) { IsReset = true };
        var name = QualifiedName.Read(ref tokens, encoding);
        return name is null ? null : new SessionChange(name.Value.ToString().ToLowerInvariant(), null) { IsReset = true };
    }

    private static SessionChange? ReadSetConfig(ref SqlTokens tokens, Encoding encoding)
    {
        tokens.Next();
        if (QualifiedName.Read(ref tokens, encoding)?.Name != "set_config" || !tokens.IsSymbol('(')) return null;
        if (!tokens.Next() || tokens.Kind != SqlTokenKind.Text) return null;
        var parameter = tokens.Text(encoding).ToLowerInvariant();
        if (!tokens.Next() || !tokens.IsSymbol(',') || !tokens.Next() || tokens.Kind != SqlTokenKind.Text) return null;
        return new SessionChange(parameter, tokens.Text(encoding));
    }
}
