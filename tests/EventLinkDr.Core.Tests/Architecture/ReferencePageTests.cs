using System.Text.RegularExpressions;
using EventLinkDr.Build.Reference;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Core.Tests.Architecture;

public sealed partial class ReferencePageTests
{
    public static TheoryData<string> Pages => [.. DocsTask.Pages.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_IsWhatTheCodeSays(string path) =>
        Assert.Equal(DocsTask.Pages[path], File.ReadAllText(Path.Combine(SourceTree.Root, path)).ReplaceLineEndings("\n"));

    [Fact]
    public void ErrorTable_EveryRowHasAnIdAndAdvice()
    {
        foreach (var kind in ErrorTable.All)
        {
            Assert.Matches(Pascal(), kind.Id);
            Assert.EndsWith(".", kind.Meaning, StringComparison.Ordinal);
            Assert.EndsWith(".", kind.Remedy, StringComparison.Ordinal);
            Assert.NotEqual(ExitCode.Success, kind.ExitCode);
        }

        Assert.Equal(ErrorTable.All.Count, ErrorTable.All.Select(kind => kind.Id).Distinct().Count());
        foreach (var field in typeof(ErrorTable).GetFields()) Assert.Equal(field.Name, ((ErrorKind)field.GetValue(null)!).Id);
    }

    [GeneratedRegex("^([A-Z][a-z]*)+$")]
    private static partial Regex Pascal();
}
