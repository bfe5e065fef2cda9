using System.Collections;
using System.Management.Automation.Runspaces;
using System.Management.Automation;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>What has been typed so far. Made on PowerShell's thread, read on any.</summary>
internal sealed class CompletionContext
{
    private readonly IDictionary _bound;

    public CompletionContext(string word, IDictionary bound)
    {
        Word = word.Trim('\'', '"');
        _bound = bound;
        Location = CurrentLocation();
    }

    /// <summary>PowerShell's location in the file system.</summary>
    public string Location { get; }

    /// <summary>What is typed of the argument, without quotes.</summary>
    public string Word { get; }

    /// <summary>The value of another parameter, where it is written on the line and has the type.</summary>
    public T? Bound<T>(string parameter) where T : class => Bare.Value(_bound[parameter]) switch
    {
        T value => value,
        object[] { Length: > 0 } several => Bare.Value(several[0]) as T,
        _ => null,
    };

    /// <summary>The full path of what may be relative to the location; an address as it is.</summary>
    public string FullPath(string path) => BackupLocation.IsAddress(path) ? path : Path.GetFullPath(path, Location);

    /// <summary>Whether a text begins with what is typed, or fits it as a pattern.</summary>
    public bool Fits(string text) => new WildcardPattern(Word + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(text);

    private static string CurrentLocation()
    {
        if (Runspace.DefaultRunspace is null) return Environment.CurrentDirectory;
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        var found = shell.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").Invoke<string>();
        return found.Count > 0 ? found[0] : Environment.CurrentDirectory;
    }
}
