using EventLinkDr.Build;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Build;

/// <summary>A run of tests that went wrong in any way must never count as well.</summary>
public sealed class TestAssemblyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0, """<assemblies><assembly passed="3" failed="0" skipped="1" errors="0" /></assemblies>""", 3, 0, 1)]
    [InlineData(1, """<assemblies><assembly passed="3" failed="2" skipped="0" errors="1" /></assemblies>""", 3, 3, 0)]
    [InlineData(139, """<assemblies><assembly passed="3" failed="0" skipped="0" errors="0" /></assemblies>""", 3, 1, 0)]
    [InlineData(0, """<assemblies><assembly passed="0" failed="0" skipped="0" errors="0" /></assemblies>""", 0, 1, 0)]
    [InlineData(0, """<assemblies></assemblies>""", 0, 1, 0)]
    [InlineData(137, """<assemblies><assembly passed="3" """, 0, 1, 0)]
    [InlineData(134, null, 0, 1, 0)]
    [InlineData(0, null, 0, 1, 0)]
    public void Judge_CountsEveryKindOfFailure(int code, string? report, int passed, int failed, int skipped)
    {
        var path = _directory.File("report.xml");
        if (report is not null) File.WriteAllText(path, report);
        Assert.Equal(new TestCounts(passed, failed, skipped), TestAssembly.Judge(code, path).Counts);
    }

    [Fact]
    public void Judge_NamesEachFailureAndWhy()
    {
        var path = _directory.File("report.xml");
        File.WriteAllText(path, """
            <assemblies><assembly passed="0" failed="1" skipped="0" errors="1">
              <errors><error type="fixture" name="Server"><failure><message>no port</message></failure></error></errors>
              <collection><test name="A.B" result="Fail"><failure><message>expected 1</message><stack-trace>at A</stack-trace></failure></test></collection>
            </assembly></assemblies>
            """);
        Assert.Equal(["outside a test: no port", "A.B: expected 1"], TestAssembly.Judge(1, path).Failures);
    }

    [Fact]
    public void All_FindsTheTestAssemblies() => Assert.Contains("EventLinkDr.Core.Tests", TestAssembly.All().Select(assembly => assembly.Name));

    [Fact]
    public void Total_IsOneLineThatScriptsCanRead() => Assert.Equal("12 passed, 0 failed, 3 skipped", new TestCounts(12, 0, 3).ToString());
}
