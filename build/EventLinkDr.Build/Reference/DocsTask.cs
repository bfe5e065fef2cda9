namespace EventLinkDr.Build.Reference;

/// <summary>Writes the reference pages that are made of tables in the code.</summary>
internal static class DocsTask
{
    /// <summary>The pages: path below the root, and text.</summary>
    public static IReadOnlyDictionary<string, string> Pages { get; } = new Dictionary<string, string>
    {
        ["docs/reference/errors.md"] = ErrorPage.Write(),
        ["docs/reference/exit-codes.md"] = ExitCodePage.Write(),
    };

    public static int Run()
    {
        foreach (var (path, text) in Pages)
        {
            File.WriteAllText(Path.Combine(Repository.Root, path), text);
            Console.WriteLine(path);
        }

        return 0;
    }
}
