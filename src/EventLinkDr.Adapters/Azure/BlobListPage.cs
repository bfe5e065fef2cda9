using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Azure;

/// <summary>A page of the list of a container.</summary>
/// <param name="Blobs">The blobs, by their full names.</param>
/// <param name="NextMarker">Where the next page begins; null on the last.</param>
internal sealed record BlobListPage(IReadOnlyList<StoredObject> Blobs, string? NextMarker)
{
    public static BlobListPage Parse(byte[] xml, string what)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XDocument.Load(reader).Root!;
            return new BlobListPage(
                [.. root.Element("Blobs")!.Elements("Blob").Select(ParseBlob)],
                root.Element("NextMarker")?.Value is { Length: > 0 } marker ? marker : null);
        }
        catch (Exception error) when (error is XmlException or NullReferenceException or FormatException)
        {
            throw new StoreException(ErrorTable.StoreUnavailable, $"{what}: the storage account gave a list that cannot be read", error);
        }
    }

    private static StoredObject ParseBlob(XElement blob)
    {
        var name = blob.Element("Name")!;
        var properties = blob.Element("Properties")!;
        return new StoredObject(
            // Names that XML cannot hold come escaped.
            name.Attribute("Encoded")?.Value == "true" ? Uri.UnescapeDataString(name.Value) : name.Value,
            long.Parse(properties.Element("Content-Length")!.Value, CultureInfo.InvariantCulture),
            DateTimeOffset.ParseExact(properties.Element("Last-Modified")!.Value, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }
}
