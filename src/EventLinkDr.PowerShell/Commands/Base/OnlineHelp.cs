namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>Where the pages of the cmdlets stand on the web: what <c>Get-Help -Online</c> opens.</summary>
internal static class OnlineHelp
{
    /// <summary>Below the manifest's <c>ProjectUri</c>; a test holds the two together.</summary>
    public const string Pages = "https://github.com/Prekzursil/event-link/blob/main/docs/en-US/";
}
