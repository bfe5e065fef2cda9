namespace EventLinkDr.Hosting;

/// <summary>What a program may ask of the host it runs on: variables and small files. Injected, so that finding a target can be tested.</summary>
public interface ILocalHost
{
    /// <summary>Whether paths and defaults are those of Windows.</summary>
    bool IsWindows { get; }

    /// <summary>Where we were started.</summary>
    string CurrentDirectory { get; }

    /// <summary>Home directory of the user.</summary>
    string HomeDirectory { get; }

    /// <summary>Name of the user.</summary>
    string UserName { get; }

    /// <summary>An environment variable; null when it is not set, empty when it is set to nothing.</summary>
    string? GetVariable(string name);

    /// <summary>Whether something is there: a file, a directory, a socket.</summary>
    bool Exists(string path);

    /// <summary>Text of a file (UTF-8); null when there is no such file.</summary>
    /// <exception cref="Diagnostics.DrException"><c>TargetInvalid</c> when it is there and cannot be read.</exception>
    string? ReadText(string path);

    /// <summary>Whether nobody but the owner can read a file; always true where files have no such mode.</summary>
    bool IsPrivate(string path);
}
