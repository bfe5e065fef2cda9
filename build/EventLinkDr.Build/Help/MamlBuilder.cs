using System.Globalization;
using System.Xml.Linq;

namespace EventLinkDr.Build.Help;

/// <summary>Makes the XML that <c>Get-Help</c> reads, of the pages and of what the cmdlets declare.</summary>
internal static class MamlBuilder
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <exception cref="FormatException">A cmdlet has no page, or a page does not fit its cmdlet.</exception>
    public static XDocument Build(IReadOnlyList<CmdletShape> cmdlets, IReadOnlyDictionary<string, HelpPage> pages)
    {
        foreach (var name in pages.Keys.Except(cmdlets.Select(cmdlet => cmdlet.Name))) throw new FormatException($"{name}.md: there is no such cmdlet.");
        return new XDocument(new XElement("helpItems", new XAttribute("schema", "maml"),
            cmdlets.Select(cmdlet => OfCmdlet(cmdlet, pages.TryGetValue(cmdlet.Name, out var page) ? page : throw new FormatException($"{cmdlet.Name} has no page.")))));
    }

    private static XElement OfCmdlet(CmdletShape cmdlet, HelpPage page)
    {
        var parameters = Documented(cmdlet, page);
        return new XElement(Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Command), new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(Command + "details",
                new XElement(Command + "name", cmdlet.Name), new XElement(Command + "verb", cmdlet.Verb), new XElement(Command + "noun", cmdlet.Noun),
                Text("description", [page.Synopsis])),
            Text("description", page.Description),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => Syntax(cmdlet, set))),
            new XElement(Command + "parameters", parameters.Select(item => Parameter(item.Shape, item.Shape.Sets.Values.First(), item.Help))),
            new XElement(Command + "inputTypes", page.Inputs.Select(type => TypeOf("inputType", type))),
            new XElement(Command + "returnValues", page.Outputs.Select(type => TypeOf("returnValue", type))),
            page.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Command + "relatedLinks", Online(cmdlet).Concat(page.Links).Select(Link)));
    }

    private static List<(ParameterShape Shape, HelpParameter Help)> Documented(CmdletShape cmdlet, HelpPage page)
    {
        foreach (var name in page.Parameters.Keys.Except(cmdlet.Parameters.Select(parameter => parameter.Name)))
            throw new FormatException($"{page.Name}.md: the cmdlet has no parameter -{name}.");
        var documented = cmdlet.Parameters.Select(shape => (shape,
            page.Parameters.TryGetValue(shape.Name, out var help) && help.Text.Count > 0 ? help : throw new FormatException($"{page.Name}.md: -{shape.Name} is missing."))).ToList();
        if (cmdlet.ShouldProcess) documented.AddRange(CommonParameters.ShouldProcess);
        return [.. documented.OrderBy(item => item.Item1.Name, StringComparer.Ordinal)];
    }

    private static XElement Syntax(CmdletShape cmdlet, string set)
    {
        var members = cmdlet.Parameters.Select((shape, index) => (Shape: shape, In: shape.In(set), Index: index)).Where(item => item.In is not null)
            .OrderBy(item => item.In!.Position ?? int.MaxValue).ThenByDescending(item => item.In!.Mandatory).ThenBy(item => item.Index)
            .Select(item => Parameter(item.Shape, item.In!, null));
        if (cmdlet.ShouldProcess) members = members.Concat(CommonParameters.ShouldProcess.Select(item => Parameter(item.Shape, item.Shape.In(set)!, null)));
        return new XElement(Command + "syntaxItem", new XElement(Maml + "name", cmdlet.Name), members);
    }

    private static XElement Parameter(ParameterShape shape, ParameterInSet inSet, HelpParameter? help) => new(Command + "parameter",
        new XAttribute("required", inSet.Mandatory ? "true" : "false"),
        new XAttribute("variableLength", shape.Type.IsArray ? "true" : "false"),
        new XAttribute("globbing", shape.Wildcards ? "true" : "false"),
        new XAttribute("pipelineInput", inSet.Pipeline),
        new XAttribute("position", inSet.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", shape.Aliases.Count == 0 ? "none" : string.Join(", ", shape.Aliases)),
        new XElement(Maml + "name", shape.Name),
        help is null ? null : Text("Description", help.Text),
        shape.Values.Count > 0
            ? new XElement(Command + "parameterValueGroup", shape.Values.Select(value =>
                new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value)))
            : null,
        shape.IsSwitch
            ? null
            : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", shape.Type.IsArray ? "true" : "false"), shape.TypeName),
        new XElement(Dev + "type", new XElement(Maml + "name", shape.TypeName), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", help?.Default ?? (shape.IsSwitch ? "False" : "None")));

    private static XElement TypeOf(string element, HelpType type) => new(Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name)), Text("description", type.Text));

    private static XElement Example(HelpExample example, int index) => new(Command + "example",
        new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"--------- Example {index + 1}: {example.Title} ---------")),
        new XElement(Dev + "code", example.Code),
        // An empty paragraph keeps the next title apart.
        new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, ""])));

    /// <summary>Get-Help -Online opens the address of the first link.</summary>
    private static IEnumerable<HelpLink> Online(CmdletShape cmdlet) =>
        [new HelpLink("Online Version:", cmdlet.HelpUri ?? throw new FormatException($"{cmdlet.Name} has no HelpUri."))];

    private static XElement Link(HelpLink link) => new(Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Text),
        new XElement(Maml + "uri", link.Address.StartsWith("http", StringComparison.Ordinal) ? link.Address : ""));

    private static XElement Text(string element, IReadOnlyList<string> paragraphs) => new(Maml + element, Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<string> paragraphs) => paragraphs.Select(text => new XElement(Maml + "para", text));
}
