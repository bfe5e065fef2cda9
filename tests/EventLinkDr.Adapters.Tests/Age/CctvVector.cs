using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Age;

/// <summary>One of the test vectors that C2SP publishes for the age format: an encrypted file and what must come of it.</summary>
internal sealed partial record CctvVector(string Name, ILookup<string, string> Fields, byte[] File)
{
    private const string Version = "0.2.0";

    public string Expect => Fields["expect"].Single();

    public bool IsArmored => Fields["armored"].Contains("yes");

    /// <summary>All vectors of the package, by their names.</summary>
    public static async Task<IReadOnlyList<CctvVector>> LoadAsync()
    {
        var directory = await NpmPackage.RequireAsync("cctv-age", Version);
        var script = await System.IO.File.ReadAllTextAsync(Path.Combine(directory, "node_modules", "cctv-age", "index.js"), TestContext.Current.CancellationToken);
        return [.. Entry().Matches(script).Select(match => Parse(match.Groups[1].Value, Convert.FromBase64String(match.Groups[2].Value)))];
    }

    public override string ToString() => Name;

    private static CctvVector Parse(string name, byte[] content)
    {
        var end = content.AsSpan().IndexOf("\n\n"u8);
        var fields = Encoding.UTF8.GetString(content, 0, end).Split('\n').Select(line => line.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[1]);
        var file = content[(end + 2)..];
        if (fields["compressed"].Contains("zlib"))
        {
            using var inflated = new MemoryStream();
            using (var zlib = new ZLibStream(new MemoryStream(file), CompressionMode.Decompress)) zlib.CopyTo(inflated);
            file = inflated.ToArray();
        }

        return new CctvVector(name, fields, file);
    }

    // The package holds each file as a text in base64, under a comment that names it.
    [GeneratedRegex("""^// \.\./testdata/(\S+)\s+var \S+ = __toBinary\("([^"]+)"\);""", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
