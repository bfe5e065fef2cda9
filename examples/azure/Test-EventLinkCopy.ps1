<#
.SYNOPSIS
Runbook for the Azure Automation sandbox: restores the newest copy into a staging server, proves it, and asks the API for its health.
.DESCRIPTION
TCP and HTTPS only: no program is started, and one session loads and proves, so that it stays under the sandbox's 400 MB. A run that is interrupted begins again
from its start: what a cut one left on the staging server is removed by the next, and a copy that was proven today is not restored twice.

Assets of the Automation account: the variable EventLinkCopies (az://account/container/prefix; the account's managed identity may read and write there), the credential
EventLinkStaging (user and password on the staging server), the encrypted variable EventLinkNotifyUri.
#>
[CmdletBinding()]
param(
    # Host name of the staging server; its firewall lets Azure services in.
    [Parameter(Mandatory)] [string] $StagingHost,

    # Database to connect to there. The copy is loaded into one of its own beside it.
    [string] $StagingDatabase = 'postgres',

    # How the connection is protected; verify-full asks for a certificate of a known authority in the host's name.
    [ValidateSet('verify-full', 'verify-ca', 'require', 'prefer')] [string] $SslMode = 'verify-full',

    # Root of EventLink's API, such as https://events.example.org; without it the health is not asked.
    [string] $ApiUri,

    # Host name of the database that serves, where the sandbox reaches it: then the health is asked of it, too. Its login is the credential EventLinkDatabase.
    [string] $DatabaseHost,

    # A proof younger than this is good enough.
    [int] $ProofHours = 20
)
$ErrorActionPreference = 'Stop'
# Said outright: what cannot run here is then refused before it begins (SandboxUnsupported).
$env:EVENTLINKDR_SANDBOX = '1'
$env:EVENTLINKDR_STATE_DIR = Join-Path ([IO.Path]::GetTempPath()) 'eventlinkdr'
$env:EVENTLINKDR_NOTIFY_URI = Get-AutomationVariable -Name EventLinkNotifyUri
Import-Module EventLinkDr

$copies = Get-AutomationVariable -Name EventLinkCopies
$newest = Get-EventLinkBackup $copies -Latest
$proof = $newest.Proofs | Where-Object { $_.Passed -and $_.Level -eq 'Restore' } | Select-Object -First 1
if ($proof -and $proof.Time -gt [datetimeoffset]::UtcNow.AddHours(-$ProofHours)) {
    "$($newest.Name) was proven at $($proof.Time.ToString('u')); nothing to do."
}
else {
    $staging = @{
        ConnectionString = "host=$StagingHost dbname=$StagingDatabase sslmode=$SslMode"
        Credential       = Get-AutomationPSCredential -Name EventLinkStaging
    }
    $result = $newest | Test-EventLinkBackup -Level Restore -Jobs 1 -NotifyOn Failure @staging
    if (-not $result.Passed) { throw "$($newest.Name) did not hold: $($result.ErrorId)" }
    "$($newest.Name) holds: $($result.Rows) rows, $($result.Duration)"
}

if ($DatabaseHost) {
    $serving = @{ ConnectionString = "host=$DatabaseHost dbname=eventlink sslmode=$SslMode"; Credential = Get-AutomationPSCredential -Name EventLinkDatabase }
    if ($ApiUri) { $serving.Api = $ApiUri }
    Test-EventLinkHealth @serving | ForEach-Object { "$($_.Status) $($_.Name): $($_.Detail)" }
}
elseif ($ApiUri) {
    $health = Invoke-RestMethod -Uri "$($ApiUri.TrimEnd('/'))/api/health" -TimeoutSec 20 -MaximumRetryCount 3 -RetryIntervalSec 5
    "API: $($health | ConvertTo-Json -Compress)"
}

$point = Get-EventLinkBackup $copies | Measure-EventLinkRecoveryPoint -RpoObjective 26h -ProofObjective 8d -ProofLevel Restore -ErrorAction Continue
if (-not $point.Met) { throw "The objectives do not hold: $($point.Missed -join '; ')" }
