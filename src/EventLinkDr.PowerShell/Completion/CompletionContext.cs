using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation.Runspaces;
using System.Management.Automation;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>What has been typed so far. Made on PowerShell's thread, read on any.</summary>
internal sealed class CompletionContext
{
    private readonly IDictionary _bound;
    private readonly Collection<PSDriveInfo> _drives;

    public CompletionContext(string word, IDictionary bound)
    {
        Word = word.Trim('\'', '"');
        _bound = bound;
        Location = Ask<string>("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath") is [var location, ..] ? location : Environment.CurrentDirectory;
        _drives = Ask<PSDriveInfo>("$ExecutionContext.SessionState.Drive.GetAllForProvider('FileSystem')");
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

    /// <summary>The full path of what may be relative to the location, to the home directory or to a drive; an address as it is.</summary>
    public string FullPath(string path)
    {
        if (BackupLocation.IsAddress(path)) return path;
        if (path is ['~'] or ['~', '/' or '\\', ..]) return Path.GetFullPath(path[1..].TrimStart('/', '\\'), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && _drives.FirstOrDefault(known => known.Name.Equals(path[..colon], StringComparison.OrdinalIgnoreCase)) is { } drive
            ? Path.GetFullPath(path[(colon + 1)..].TrimStart('/', '\\'), drive.Root) : Path.GetFullPath(path, Location);
    }

    /// <summary>Whether a text begins with what is typed, or fits it as a pattern.</summary>
    public bool Fits(string text) => new WildcardPattern(Word + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(text);

    private static Collection<T> Ask<T>(string script)
    {
        if (Runspace.DefaultRunspace is null) return [];
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript(script).Invoke<T>();
    }
}
