# Runs the Pester tests and leaves their counts as JSON for the build program.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ReportPath
)
$ErrorActionPreference = 'Stop'
$pester = Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 } | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) {
    @{ available = $false } | ConvertTo-Json | Set-Content -LiteralPath $ReportPath
    return
}
Import-Module $pester.Path
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
@{
    available = $true
    passed    = $result.PassedCount
    failed    = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    skipped   = $result.SkippedCount + $result.InconclusiveCount
} | ConvertTo-Json | Set-Content -LiteralPath $ReportPath
