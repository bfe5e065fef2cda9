using System.Reflection;
using System.Text.Json;
using EventLinkDr.Model;

namespace EventLinkDr.Core.Tests.Catalog;

/// <summary>Holds the published schema against the types that are serialized.</summary>
public sealed class ManifestSchemaTests
{
    public static TheoryData<string, Type> Parts => new()
    {
        { "", typeof(BackupManifest) },
        { "properties", typeof(DatabaseProperties) },
        { "tables", typeof(BackupTable) },
        { "sequences", typeof(BackupSequence) },
        { "largeObjects", typeof(BackupLargeObjects) },
        { "members", typeof(BackupMember) },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Schema_NamesEveryPropertyOfTheType_AndNoOther(string part, Type type)
    {
        var actual = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order();
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository(), "docs", "reference", "manifest.schema.json")));
        var node = schema.RootElement;
        if (part.Length > 0) node = node.GetProperty("properties").GetProperty(part);
        if (node.TryGetProperty("items", out var items)) node = items;
        var stated = node.GetProperty("properties").EnumerateObject().Select(property => property.Name).Where(name => name != "manifestSha256").Order();
        Assert.Equal(stated, actual);
    }

    [Fact]
    public void SealedSchema_NamesEveryPropertyOfTheType_AndNoOther()
    {
        var actual = typeof(SealedManifest).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Append("manifestSha256").Order();
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository(), "docs", "reference", "manifest-sealed.schema.json")));
        Assert.Equal(schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(), actual);
    }

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "EventLinkDr.sln"))) directory = directory.Parent;
        return directory.FullName;
    }
}
