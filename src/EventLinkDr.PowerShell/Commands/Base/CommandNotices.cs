using System.Management.Automation;
using EventLinkDr.Operations.Notices;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>Whom a cmdlet tells how it ended.</summary>
internal static class CommandNotices
{
    /// <summary>Reads the address before any work: one that cannot be used is found before the backup, not after it. Plans tell nobody.</summary>
    /// <exception cref="Diagnostics.DrException"><c>NotifyUriInvalid</c>.</exception>
    public static NoticeBook Open(PSCmdlet cmdlet, string? uri, NoticeOccasion on)
    {
        var address = NoticeAddress.Read(uri, Environment.GetEnvironmentVariable);
        return new NoticeBook(cmdlet.MyInvocation.MyCommand.Name, Approval.IsPlanning(cmdlet) ? null : address, on, new NoticeSender());
    }
}
