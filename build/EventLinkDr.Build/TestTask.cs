namespace EventLinkDr.Build;

/// <summary>Every test: installs what they need where it may, builds once, runs each test assembly as its own process, then Pester.</summary>
internal static class TestTask
{
    public static int Run()
    {
        if (!Prerequisites.Ensure()) return 1;
        var code = BuildTask.Run();
        if (code != 0) return code;

        var results = Path.Combine(Repository.Out, "test-results");
        if (Directory.Exists(results)) Directory.Delete(results, recursive: true);
        Directory.CreateDirectory(results);
        var outcome = TestAssembly.All().Aggregate(TestOutcome.Empty, (sum, assembly) => sum + assembly.Run(results)) + PesterSuite.Run(results);
        Console.WriteLine();
        foreach (var failure in outcome.Failures) Console.WriteLine($"FAILED {failure}");
        Console.WriteLine(outcome.Counts);
        return outcome.Counts.Failed == 0 ? 0 : 1;
    }
}
