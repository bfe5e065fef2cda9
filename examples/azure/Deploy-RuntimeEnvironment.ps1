<#
.SYNOPSIS
Makes a runtime environment of PowerShell 7.4 with this module in an Automation account, and puts the runbooks into it. By REST alone.
.DESCRIPTION
The module is taken from an address that Azure can read without logging in: a blob with a signed address that lasts an hour is enough. The archive of ./build.sh pack
(out/packages/EventLinkDr-<version>.zip) has the form that Automation wants. Everything may be done again: what is there is replaced.
.EXAMPLE
$token = (az account get-access-token --resource https://management.azure.com/ | ConvertFrom-Json).accessToken | ConvertTo-SecureString -AsPlainText
./Deploy-RuntimeEnvironment.ps1 -Token $token -AccountId $accountId -Location westeurope -PackageUri $signedAddress
#>
#Requires -Version 7.4
[CmdletBinding(SupportsShouldProcess)]
param(
    # An access token for Azure Resource Manager.
    [Parameter(Mandatory)] [securestring] $Token,

    # /subscriptions/ID/resourceGroups/NAME/providers/Microsoft.Automation/automationAccounts/NAME
    [Parameter(Mandatory)] [ValidatePattern('^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Automation/automationAccounts/[^/]+$')]
    [string] $AccountId,

    # Region of the account.
    [Parameter(Mandatory)] [string] $Location,

    # Address of the module's archive.
    [Parameter(Mandatory)] [uri] $PackageUri,

    # Name of the runtime environment.
    [ValidatePattern('^[a-zA-Z][a-zA-Z-_0-9]*$')]
    [string] $Name = 'EventLinkDr-PowerShell-74',

    # Where Azure Resource Manager answers.
    [uri] $Endpoint = 'https://management.azure.com/'
)
$ErrorActionPreference = 'Stop'
$version = '2024-10-23'
$root = "$($Endpoint.AbsoluteUri.TrimEnd('/'))$AccountId"
$login = @{ Authentication = 'Bearer'; Token = $Token; AllowUnencryptedAuthentication = $Endpoint.IsLoopback; MaximumRetryCount = 4; RetryIntervalSec = 5 }

function Send-Resource([string] $Path, $Body) {
    Invoke-RestMethod -Method Put -Uri "$root/$($Path)?api-version=$version" -ContentType 'application/json' -Body ($Body | ConvertTo-Json -Depth 8) @login
}

if (-not $PSCmdlet.ShouldProcess($AccountId, "Make the runtime environment $Name with EventLinkDr, and three runbooks")) { return }
$null = Send-Resource "runtimeEnvironments/$Name" @{
    location = $Location; properties = @{ description = 'EventLinkDr'; runtime = @{ language = 'PowerShell'; version = '7.4' }; defaultPackages = @{} }
}
$null = Send-Resource "runtimeEnvironments/$Name/packages/EventLinkDr" @{ properties = @{ contentLink = @{ uri = $PackageUri.AbsoluteUri } } }

$deadline = [datetime]::UtcNow.AddMinutes(15)
$pause = 1
do {
    Start-Sleep -Seconds $pause
    $pause = [Math]::Min(2 * $pause, 10)
    $package = Invoke-RestMethod -Uri "$root/runtimeEnvironments/$Name/packages/EventLinkDr?api-version=$version" @login
    $state = $package.properties.provisioningState
    if ($state -eq 'Failed' -or [datetime]::UtcNow -gt $deadline) { throw "The package is $($state): $($package.properties.error.message)" }
} until ($state -eq 'Succeeded')

foreach ($runbook in 'Test-EventLinkCopy', 'Backup-EventLink', 'Restore-EventLink') {
    $null = Send-Resource "runbooks/$runbook" @{ location = $Location; properties = @{ runbookType = 'PowerShell'; runtimeEnvironment = $Name; logProgress = $false; logVerbose = $false; draft = @{} } }
    $content = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot "$runbook.ps1")
    $null = Invoke-RestMethod -Method Put -Uri "$root/runbooks/$runbook/draft/content?api-version=$version" -ContentType 'text/powershell' -Body $content @login
    $null = Invoke-RestMethod -Method Post -Uri "$root/runbooks/$runbook/publish?api-version=$version" @login
    "published $runbook in $Name"
}
