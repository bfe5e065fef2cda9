using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace EventLinkDr.Build;

/// <summary>One assembly of xunit.v3 tests; it is its own runner.</summary>
internal sealed record TestAssembly(string Name, string Path)
{
    /// <summary>The longest assembly takes a quarter of an hour on two cores; past this one hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(45);

    /// <summary>Seconds after which the runner names a test that has not ended, so that a hang can be found.</summary>
    private const string LongRunningSeconds = "120";

    public static IEnumerable<TestAssembly> All() =>
        from project in Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
        where File.ReadAllText(project).Contains("Include=\"xunit.v3\"", StringComparison.Ordinal)
        let name = System.IO.Path.GetFileNameWithoutExtension(project)
        select new TestAssembly(name, Repository.Output(System.IO.Path.GetDirectoryName(project)!, name + ".dll"));

    public TestOutcome Run(string results)
    {
        var report = System.IO.Path.Combine(results, Name + ".xml");
        Console.WriteLine($"{Name}");
        var code = Command.Run("dotnet", [Path, "-noLogo", "-noColor", "-longRunning", LongRunningSeconds, "-xml", report], Limit);
        var outcome = Judge(code, report);
        Console.WriteLine($"{Name}: {outcome.Counts}");
        return outcome with { Failures = [.. outcome.Failures.Select(failure => $"{Name}: {failure}")] };
    }

    /// <summary>What an exit code and a report say together; whatever is not plainly well is a failure.</summary>
    public static TestOutcome Judge(int code, string report)
    {
        if (Read(report) is not { } outcome)
            return TestOutcome.Broken(code == Command.TimedOut ? $"did not end within {Limit.TotalMinutes} minutes" : $"ended with code {code} before it reported its tests");
        if (outcome.Counts.Total == 0) return TestOutcome.Broken("reports no tests");
        // A crash after the last test, or in a fixture's clean-up, is a failure too.
        return code != 0 && outcome.Counts.Failed == 0 ? outcome + TestOutcome.Broken($"ended with code {code}") : outcome;
    }

    private static TestOutcome? Read(string report)
    {
        if (!File.Exists(report)) return null;
        try
        {
            return XDocument.Load(report).Descendants("assembly").Aggregate(TestOutcome.Empty, (sum, assembly) => sum + Read(assembly));
        }
        catch (XmlException)
        {
            // Cut off: the process died while it wrote.
            return null;
        }
    }

    private static TestOutcome Read(XElement assembly) =>
        new(new TestCounts(Count(assembly, "passed"), Count(assembly, "failed") + Count(assembly, "errors"), Count(assembly, "skipped")),
            [.. from failure in assembly.Descendants("failure")
                let test = failure.Ancestors("test").FirstOrDefault()?.Attribute("name")?.Value ?? "outside a test"
                select $"{test}: {failure.Element("message")?.Value.Trim() ?? "no message"}"]);

    private static int Count(XElement assembly, string name) => int.Parse(assembly.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
}
