using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Cli.Output;

/// <summary>Results as JSON, with advice in the words of the command line.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = ResultJson.Options(CommandLineWords.Of);

    /// <summary>As the type it has, not the one it is declared with: a plan shows what its own kind holds.</summary>
    public static string Of(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    public static string OfError(DrException error) => JsonSerializer.Serialize(new Dictionary<string, DrException> { ["error"] = error }, Options);
}
