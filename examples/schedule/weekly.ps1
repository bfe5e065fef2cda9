<#
.SYNOPSIS
Every week: restore the newest copy that lies off the host into a throwaway server, read it back, leave the proof beside it, rehearse the rest.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    # The place of the copies.
    [Parameter(Mandatory)] [string] $Offsite
)
$ErrorActionPreference = 'Stop'
Import-Module EventLinkDr

Get-EventLinkBackup $Offsite -Latest | Test-EventLinkBackup -Level Restore -NotifyOn Failure
Invoke-EventLinkDrill -NotifyOn Failure
