using System.IO.Compression;
using System.Reflection;
using EventLinkDr.Model;

namespace EventLinkDr.Streams;

/// <summary>
/// Opens a gzip stream of a level. .NET 9 and later can be asked for levels that .NET 8 has no word for: 3, whose output is within a few per cent of
/// <c>gzip -6</c> for three quarters of the work of .NET's own default, and 2, a little larger and faster still.
/// </summary>
internal static class GzipLevel
{
    private const int DefaultLevel = 3, FastLevel = 2;

    // The module targets net8.0, whose reference assemblies lack the type; the runtime it runs on may have it.
    private static readonly Type? OptionsType = typeof(GZipStream).Assembly.GetType("System.IO.Compression.ZLibCompressionOptions");

    private static readonly Func<Stream, Stream> OpenDefault = Find(DefaultLevel, CompressionLevel.Optimal), OpenFast = Find(FastLevel, CompressionLevel.Fastest);

    public static Stream Open(Stream output, BackupCompression compression) => compression switch
    {
        BackupCompression.Fast => OpenFast(output),
        BackupCompression.None => new GZipStream(output, CompressionLevel.NoCompression, leaveOpen: true),
        BackupCompression.Small => new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true),
        _ => OpenDefault(output),
    };

    private static Func<Stream, Stream> Find(int level, CompressionLevel otherwise)
    {
        var constructor = OptionsType is null ? null : typeof(GZipStream).GetConstructor([typeof(Stream), OptionsType, typeof(bool)]);
        if (constructor is null) return output => new GZipStream(output, otherwise, leaveOpen: true);
        var options = Activator.CreateInstance(OptionsType!)!;
        OptionsType!.GetProperty("CompressionLevel", BindingFlags.Public | BindingFlags.Instance)!.SetValue(options, level);
        return output => (Stream)constructor.Invoke([output, options, true]);
    }
}
