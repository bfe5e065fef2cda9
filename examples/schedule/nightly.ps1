<#
.SYNOPSIS
Every night: back up, copy off the host, let go what the policy does not keep, measure.
.DESCRIPTION
A step that fails ends the night and tells EVENTLINKDR_NOTIFY_URI; the last step tells it every night, so that silence is a sign, too.
The database is found as everywhere: PG* variables, or the compose project that -ProjectDirectory names.
#>
#Requires -Version 7.4
[CmdletBinding()]
param(
    # Where the backups are made.
    [string] $Backups = './backups/',

    # A place off this host: s3://bucket/prefix, az://account/container/prefix, or a directory of another host.
    [Parameter(Mandatory)] [string] $Offsite,

    # Zone in which days and weeks begin.
    [string] $TimeZone = 'UTC',

    # Directory of the compose project; without it the PG* variables are read.
    [string] $ProjectDirectory
)
$ErrorActionPreference = 'Stop'
Import-Module EventLinkDr

$target = if ($ProjectDirectory) { @{ ProjectDirectory = $ProjectDirectory } } else { @{} }
Backup-EventLinkDb $Backups @target -NotifyOn Failure
Copy-EventLinkBackup $Backups $Offsite -NotifyOn Failure
Remove-EventLinkBackup $Backups -KeepLast 3 -KeepDaily 7 -TimeZone $TimeZone -NotifyOn Failure -Confirm:$false -PassThru
Remove-EventLinkBackup $Offsite -KeepDaily 14 -KeepWeekly 8 -KeepMonthly 12 -TimeZone $TimeZone -NotifyOn Failure -Confirm:$false -PassThru
Get-EventLinkBackup $Backups, $Offsite |
    Measure-EventLinkRecoveryPoint -RpoObjective 26h -OffHostObjective 26h -OffHostPath $Offsite -ProofObjective 8d -ProofLevel Restore
