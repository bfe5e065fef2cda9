using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace EventLinkDr.Build.Pack;

/// <summary>The module as a package of a PowerShell repository: what <c>Install-PSResource</c> fetches.</summary>
internal static partial class ModulePackage
{
    private const string Id = "EventLinkDr";

    public static IEnumerable<(string Name, byte[] Content)> Entries(string module)
    {
        foreach (var file in FixedZip.Folder(module, "")) yield return file;
        yield return (Id + ".nuspec", Encoding.UTF8.GetBytes(Specification(File.ReadAllText(Path.Combine(module, "EventLinkDr.psd1")))));
        yield return ("_rels/.rels", Encoding.UTF8.GetBytes(Relations));
        yield return ("[Content_Types].xml", Encoding.UTF8.GetBytes(ContentTypes(module)));
    }

    /// <summary>The package's own description, all of it from the module's manifest.</summary>
    private static string Specification(string manifest)
    {
        var commands = Names().Match(manifest).Groups[1].Value;
        var tags = Quoted().Matches(Tags().Match(manifest).Groups[1].Value).Select(match => match.Groups[1].Value)
            .Concat(["PSModule", "PSEdition_Core", "PSIncludes_Cmdlet"]).Concat(Quoted().Matches(commands).Select(match => "PSCmdlet_" + match.Groups[1].Value));
        return $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
              <metadata>
                <id>{Id}</id>
                <version>{PackTask.Version}</version>
                <authors>{Value(manifest, "Author")}</authors>
                <owners>{Value(manifest, "CompanyName")}</owners>
                <requireLicenseAcceptance>false</requireLicenseAcceptance>
                <licenseUrl>{Value(manifest, "LicenseUri")}</licenseUrl>
                <projectUrl>{Value(manifest, "ProjectUri")}</projectUrl>
                <description>{Value(manifest, "Description")}</description>
                <releaseNotes>{Value(manifest, "ReleaseNotes")}</releaseNotes>
                <copyright>{Value(manifest, "Copyright")}</copyright>
                <tags>{SecurityElement.Escape(string.Join(' ', tags))}</tags>
              </metadata>
            </package>

            """.ReplaceLineEndings("\n");
    }

    private static string Relations =>
        """
        <?xml version="1.0" encoding="utf-8"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
          <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/EventLinkDr.nuspec" Id="R1" />
        </Relationships>

        """.ReplaceLineEndings("\n");

    private static string ContentTypes(string module)
    {
        var endings = Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Select(Path.GetExtension).Append(".nuspec").Where(ending => ending!.Length > 1).Distinct().Order(StringComparer.Ordinal);
        var types = endings.Select(ending => $"  <Default Extension=\"{ending![1..]}\" ContentType=\"application/octet\" />");
        return $"""
            <?xml version="1.0" encoding="utf-8"?>
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
              <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
            {string.Join('\n', types)}
              <Override PartName="/LICENSE" ContentType="application/octet" />
            </Types>

            """.ReplaceLineEndings("\n");
    }

    private static string Value(string manifest, string key)
    {
        var match = Regex.Match(manifest, $@"\b{key}\s*=\s*'((?:[^']|'')*)'");
        return match.Success ? SecurityElement.Escape(match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal))!
            : throw new InvalidOperationException($"EventLinkDr.psd1 does not say {key}.");
    }

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)")]
    private static partial Regex Names();

    [GeneratedRegex(@"Tags\s*=\s*@\(([^)]*)\)")]
    private static partial Regex Tags();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
