namespace EventLinkDr.Build.Help;

/// <summary>A related topic.</summary>
internal sealed record HelpLink(string Text, string Address)
{
    /// <summary>Reads <c>- [text](address)</c>.</summary>
    public static HelpLink Read(string line)
    {
        var middle = line.IndexOf("](", StringComparison.Ordinal);
        if (middle < 0 || !line.TrimEnd().EndsWith(')')) throw new FormatException($"'{line}' is no link.");
        return new HelpLink(line[3..middle].Trim('`'), line[(middle + 2)..].TrimEnd().TrimEnd(')'));
    }
}
