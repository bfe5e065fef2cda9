<#
.SYNOPSIS
Runbook for a hybrid worker: the nightly backup, its copy off the host, retention, and the measurement.
.DESCRIPTION
Runs on the host of EventLink, or one that reaches its database, with pg_dump of the server's major version. Assets: the variable EventLinkCopies, the encrypted
variable EventLinkNotifyUri. The database is found by the compose project, or by the PG* variables of the worker's account.
#>
[CmdletBinding()]
param(
    # Where the backups are made.
    [string] $Backups = '/var/backups/eventlink/',

    # Directory of the compose project.
    [string] $ProjectDirectory = '/srv/eventlink',

    # Zone in which days and weeks begin.
    [string] $TimeZone = 'Europe/Bucharest',

    # Does the weekly restore test instead.
    [bool] $RestoreTest = $false
)
$ErrorActionPreference = 'Stop'
# A hybrid worker starts programs; should it look like a sandbox all the same, this is the last word.
$env:EVENTLINKDR_SANDBOX = '0'
$env:EVENTLINKDR_NOTIFY_URI = Get-AutomationVariable -Name EventLinkNotifyUri
Import-Module EventLinkDr
$copies = Get-AutomationVariable -Name EventLinkCopies

if ($RestoreTest) {
    $result = Get-EventLinkBackup $copies -Latest | Test-EventLinkBackup -Level Restore -NotifyOn Failure
    "$($result.Backup.Name) holds: $($result.Rows) rows, $($result.Duration)"
    return
}

$made = Backup-EventLinkDb $Backups -ProjectDirectory $ProjectDirectory -NotifyOn Failure
"made $($made.Backup.Name): $($made.Rows) rows"
Copy-EventLinkBackup $Backups $copies -NotifyOn Failure | Out-Null
Remove-EventLinkBackup $Backups -KeepLast 3 -KeepDaily 7 -TimeZone $TimeZone -NotifyOn Failure -Confirm:$false
Remove-EventLinkBackup $copies -KeepDaily 14 -KeepWeekly 8 -KeepMonthly 12 -TimeZone $TimeZone -NotifyOn Failure -Confirm:$false
$point = Get-EventLinkBackup $Backups, $copies | Measure-EventLinkRecoveryPoint -RpoObjective 26h -OffHostObjective 26h -ProofObjective 8d -ProofLevel Restore -ErrorAction Continue
if (-not $point.Met) { throw "The objectives do not hold: $($point.Missed -join '; ')" }
