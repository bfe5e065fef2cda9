using System.IO.Compression;
using System.Reflection;
using EventLinkDr.Model;

namespace EventLinkDr.Streams;

/// <summary>Opens a gzip stream of a level. .NET 9 and later can be asked for zlib's level 2, which .NET 8 has no word for.</summary>
internal static class GzipLevel
{
    private const int FastLevel = 2;

    private static readonly Func<Stream, Stream>? OpenFast = FindFast();

    public static Stream Open(Stream output, BackupCompression compression) => compression switch
    {
        BackupCompression.Fast when OpenFast is not null => OpenFast(output),
        BackupCompression.Fast => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
        BackupCompression.None => new GZipStream(output, CompressionLevel.NoCompression, leaveOpen: true),
        BackupCompression.Small => new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true),
        _ => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true),
    };

    // The module targets net8.0, whose reference assemblies lack the type; the runtime it runs on may have it.
    private static Func<Stream, Stream>? FindFast()
    {
        var type = typeof(GZipStream).Assembly.GetType("System.IO.Compression.ZLibCompressionOptions");
        var constructor = type is null ? null : typeof(GZipStream).GetConstructor([typeof(Stream), type, typeof(bool)]);
        if (type is null || constructor is null) return null;
        var options = Activator.CreateInstance(type)!;
        type.GetProperty("CompressionLevel", BindingFlags.Public | BindingFlags.Instance)!.SetValue(options, FastLevel);
        return output => (Stream)constructor.Invoke([output, options, true]);
    }
}
