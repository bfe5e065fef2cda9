<#
.SYNOPSIS
Registers the nightly backup and the weekly restore test as Windows scheduled tasks.
.DESCRIPTION
Run it once, elevated. The scripts of examples/schedule are copied beside the backups. The tasks run as the account that is given: one that may read the PG password file
and write to the backups, and nothing else. The address for notices goes into a variable of the machine, where it stands in no list of processes.
#>
#Requires -Version 7.4
#Requires -RunAsAdministrator
[CmdletBinding(SupportsShouldProcess)]
param(
    # Where the backups are made.
    [string] $Backups = 'D:\Backups\EventLink\',

    # A place off this host.
    [Parameter(Mandatory)] [string] $Offsite,

    # The account that the tasks run as; a group managed service account needs no password here.
    [Parameter(Mandatory)] [pscredential] $Account,

    # Address that is told how they ended.
    [uri] $NotifyUri,

    # Windows names its own zones; IANA names fit as well.
    [string] $TimeZone = 'Europe/Bucharest'
)
$ErrorActionPreference = 'Stop'
$scripts = Join-Path $env:ProgramData 'EventLinkDr'
$pwsh = (Get-Command pwsh).Source
if (-not $PSCmdlet.ShouldProcess($env:COMPUTERNAME, 'Register the tasks EventLink nightly and EventLink weekly')) { return }

New-Item -ItemType Directory -Force $scripts, $Backups | Out-Null
Copy-Item -LiteralPath (Join-Path $PSScriptRoot '../schedule/nightly.ps1'), (Join-Path $PSScriptRoot '../schedule/weekly.ps1') -Destination $scripts
if ($NotifyUri) { [Environment]::SetEnvironmentVariable('EVENTLINKDR_NOTIFY_URI', $NotifyUri, 'Machine') }

function Register-Schedule([string] $Name, [string] $Arguments, $Trigger, [pscredential] $Account) {
    $task = @{
        TaskName    = $Name
        TaskPath    = '\EventLink\'
        Action      = New-ScheduledTaskAction -Execute $pwsh -Argument "-NoProfile -NonInteractive $Arguments" -WorkingDirectory $scripts
        Trigger     = $Trigger
        # A night that the host slept through is made up for; a second run waits for the first.
        Settings    = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances Queue -ExecutionTimeLimit (New-TimeSpan -Hours 6) -RestartCount 2 -RestartInterval (New-TimeSpan -Minutes 15)
        User        = $Account.UserName
        Password    = $Account.GetNetworkCredential().Password
        Force       = $true
    }
    Register-ScheduledTask @task
}

Register-Schedule -Name 'EventLink nightly' -Arguments "-File `"$scripts\nightly.ps1`" -Backups `"$($Backups.TrimEnd('\'))/`" -Offsite `"$Offsite`" -TimeZone `"$TimeZone`"" -Trigger (New-ScheduledTaskTrigger -Daily -At '02:15') -Account $Account
Register-Schedule -Name 'EventLink weekly' -Arguments "-File `"$scripts\weekly.ps1`" -Offsite `"$Offsite`"" -Trigger (New-ScheduledTaskTrigger -Weekly -DaysOfWeek Sunday -At '04:15') -Account $Account
