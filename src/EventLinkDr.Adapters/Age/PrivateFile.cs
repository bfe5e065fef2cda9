using System.Security.AccessControl;
using System.Security.Principal;

namespace EventLinkDr.Adapters.Age;

/// <summary>Makes files that only their owner may read, from the first instant on.</summary>
internal static class PrivateFile
{
    /// <summary>Makes a file that was not there, mode 0600; on Windows (not tried by the tests) with one entry in its access list and none inherited.</summary>
    public static FileStream Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            var security = new FileSecurity();
            security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
            security.AddAccessRule(new FileSystemAccessRule(WindowsIdentity.GetCurrent().User!, FileSystemRights.FullControl, AccessControlType.Allow));
            return new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.Modify, FileShare.None, 1, FileOptions.None, security);
        }

        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
}
