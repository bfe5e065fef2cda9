using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Reads lists of roles.</summary>
internal static class RoleNames
{
    /// <summary>Adds the roles of a list whose introducing word is at hand; stops at the token behind the list.</summary>
    public static void ReadList(ref SqlTokens tokens, Encoding encoding, List<string> roles)
    {
        do
        {
            tokens.Next();
            if (tokens.IsWord("group"u8)) tokens.Next();
            if (!tokens.IsName) return;
            if (!IsNobodysName(tokens)) roles.Add(tokens.Name(encoding));
            tokens.Next();
        }
        while (tokens.IsSymbol(','));
    }

    /// <summary>Words that stand for no role of their own.</summary>
    private static bool IsNobodysName(in SqlTokens tokens) =>
        tokens.IsWord("public"u8) || tokens.IsWord("current_user"u8) || tokens.IsWord("session_user"u8) || tokens.IsWord("current_role"u8);
}
