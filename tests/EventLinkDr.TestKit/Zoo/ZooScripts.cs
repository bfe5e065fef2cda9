using System.Globalization;
using System.Reflection;
using System.Text;

namespace EventLinkDr.TestKit.Zoo;

/// <summary>The SQL of the zoo, embedded beside this file. <c>.since15</c> in a name: servers from that version; <c>.config</c>: with our own extension.</summary>
internal static class ZooScripts
{
    private static readonly Assembly Home = typeof(ZooScripts).Assembly;

    /// <summary>The files of the extension with configuration tables.</summary>
    public static IEnumerable<(string Name, string Content)> Extension =>
        Names("Extension").Select(name => (name["Zoo/Extension/".Length..], Read(name)));

    /// <summary>One script by its name below <c>Zoo/</c>.</summary>
    public static string Single(string name) => Read("Zoo/" + name);

    /// <summary>All a variant holds, for psql, in a database that is empty.</summary>
    public static string For(ZooVariant variant, int serverMajor, bool withExtension)
    {
        var schema = variant == ZooVariant.PublicOnly ? "public" : "zoo";
        var script = new StringBuilder("SET client_min_messages = warning;\n");
        script.Append(CultureInfo.InvariantCulture, $"\\set schema {schema}\n");
        if (variant == ZooVariant.Whole) script.Append("CREATE SCHEMA zoo;\n");
        script.Append(CultureInfo.InvariantCulture, $"SET search_path = {schema};\n");
        Append(script, "Schema", serverMajor, withExtension);
        if (variant == ZooVariant.PublicOnly) return script.ToString();
        script.Append("RESET search_path;\n");
        Append(script, "Database", serverMajor, withExtension);
        return script.ToString();
    }

    private static void Append(StringBuilder script, string folder, int serverMajor, bool withExtension)
    {
        foreach (var name in Names(folder))
        {
            var marks = name.Split('.')[1..^1];
            if (marks.Any(mark => mark == "config" && !withExtension)) continue;
            if (marks.Any(mark => mark.StartsWith("since", StringComparison.Ordinal) && int.Parse(mark["since".Length..], CultureInfo.InvariantCulture) > serverMajor)) continue;
            script.Append(Read(name)).Append('\n');
        }
    }

    private static IEnumerable<string> Names(string folder) =>
        Home.GetManifestResourceNames().Where(name => name.StartsWith($"Zoo/{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Read(string name)
    {
        using var reader = new StreamReader(Home.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
