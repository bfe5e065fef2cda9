using System.Runtime.InteropServices;

namespace EventLinkDr.Hosting;

/// <summary>Owners of files; .NET has no word for them.</summary>
internal static partial class FileOwner
{
    /// <summary>statx(2): where to look, what to ask for, and where owner and group stand in its answer.</summary>
    private const int CurrentDirectory = -100, AskOwners = 0x18, OwnerOffset = 20, GroupOffset = 24, AnswerSize = 256, NoFollow = 0x100;

    /// <summary>The user this process runs as.</summary>
    public static uint Current => EffectiveUser();

    /// <summary>The user who owns a file or directory, of a link the link's; null where that cannot be told.</summary>
    public static uint? Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var answer = new byte[AnswerSize];
        return Status(CurrentDirectory, path, NoFollow, AskOwners, answer) == 0 ? BitConverter.ToUInt32(answer, OwnerOffset) : null;
    }

    /// <summary>Gives a file the owner of another. Does nothing where the owner is ours already or cannot be told: anybody but root can only write files of their own.</summary>
    public static void Copy(string from, string to)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return;
        var answer = new byte[AnswerSize];
        if (Status(CurrentDirectory, from, 0, AskOwners, answer) == 0)
            _ = ChangeOwner(to, BitConverter.ToUInt32(answer, OwnerOffset), BitConverter.ToUInt32(answer, GroupOffset));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, [Out] byte[] answer);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
