<#
.SYNOPSIS
Runbook for a hybrid worker: the whole recovery, from "the database is gone" to "students register again".
.DESCRIPTION
Azure Automation starts an interrupted runbook from its beginning. The journal knows how far the recovery had come, so a second start goes on where the first one stopped,
and never begins a second recovery beside an unfinished one. Nobody can answer a question here: the plan is written to the job's output first, and the parameter
Confirmed must be given to go on.
#>
[CmdletBinding()]
param(
    # Name of the backup; without it the newest of the copies.
    [string] $BackupName,

    # Directory of the compose project.
    [string] $ProjectDirectory = '/srv/eventlink',

    # Where the journal of the recovery lies; it outlives the job.
    [string] $JournalPath = '/var/lib/eventlinkdr/recovery.json',

    # Without it only the plan is written.
    [bool] $Confirmed = $false
)
$ErrorActionPreference = 'Stop'
$env:EVENTLINKDR_SANDBOX = '0'
$env:EVENTLINKDR_NOTIFY_URI = Get-AutomationVariable -Name EventLinkNotifyUri
Import-Module EventLinkDr

$place = @{ ProjectDirectory = $ProjectDirectory; JournalPath = $JournalPath }
if (Test-Path -LiteralPath $JournalPath) {
    try {
        Invoke-EventLinkRecovery @place -Resume -Force
        return
    }
    catch {
        # What is there may be the journal of a recovery that has ended; then this one is new.
        if ($_.FullyQualifiedErrorId -notlike 'RecoveryNotFound,*') { throw }
    }
}

$copies = Get-AutomationVariable -Name EventLinkCopies
$backup = if ($BackupName) { Get-EventLinkBackup $copies -Name $BackupName } else { Get-EventLinkBackup $copies -Latest }
$plan = $backup | Invoke-EventLinkRecovery @place -PlanOnly
$plan.Steps | ForEach-Object { "$_" }
$plan.Notes
if (-not $Confirmed) { 'Only the plan was asked for. Start the runbook with Confirmed = true to recover.'; return }
$backup | Invoke-EventLinkRecovery @place -Force
