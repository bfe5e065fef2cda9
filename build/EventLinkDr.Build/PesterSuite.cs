using System.Text.Json;

namespace EventLinkDr.Build;

/// <summary>The tests of the built module in a real PowerShell.</summary>
internal static class PesterSuite
{
    private const string Name = "Pester";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(25);

    public static TestOutcome Run(string results)
    {
        var tests = Path.Combine(Repository.Root, "tests", "Pester");
        if (!Directory.Exists(tests)) return TestOutcome.Empty;
        if (Command.Find("pwsh") is not { } pwsh) return Skip("pwsh is not installed; the tests of the cmdlets were not run");
        var report = Path.Combine(results, "Pester.json");
        // Help and messages are looked up by culture, and PowerShell takes it from LANG.
        var environment = new Dictionary<string, string> { ["LANG"] = "en_US.UTF-8", ["NO_COLOR"] = "1" };
        Console.WriteLine(Name);
        var code = Command.Run(pwsh, ["-NoProfile", "-NonInteractive", "-File", Path.Combine(Repository.Root, "build", "Invoke-PesterSuite.ps1"),
            "-Path", tests, "-ReportPath", report], Limit, environment);
        if (!File.Exists(report))
            return TestOutcome.Broken(code == Command.TimedOut ? $"{Name}: did not end within {Limit.TotalMinutes} minutes" : $"{Name}: ended with code {code} before it reported its tests");

        using var document = JsonDocument.Parse(File.ReadAllText(report));
        var root = document.RootElement;
        if (!root.GetProperty("available").GetBoolean()) return Skip("Pester 5 is not installed (Install-Module Pester); the tests of the cmdlets were not run");
        var counts = new TestCounts(root.GetProperty("passed").GetInt32(), root.GetProperty("failed").GetInt32(), root.GetProperty("skipped").GetInt32());
        Console.WriteLine($"{Name}: {counts}");
        if (counts.Total == 0) return TestOutcome.Broken($"{Name}: reports no tests");
        return new TestOutcome(counts, [.. root.GetProperty("failures").EnumerateArray().Select(failure => $"{Name}: {failure.GetString()}")]);
    }

    private static TestOutcome Skip(string why)
    {
        Console.WriteLine($"{Name}: {why}");
        return new TestOutcome(new TestCounts(0, 0, 1), []);
    }
}
