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
# Made once; the server of each file is a copy of it.
. (Join-Path $Path Common.ps1)
$cluster = New-TestCluster
try {
    Get-ChildItem Env: | Where-Object Name -Match '^PG' | ForEach-Object { Remove-Item "Env:$($_.Name)" }
    $env:EVENTLINKDR_TEST_CLUSTER = $cluster.Directory
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    $result = Invoke-Pester -Configuration $configuration
}
finally {
    $env:EVENTLINKDR_TEST_CLUSTER = $null
    Remove-Item -Recurse -Force $cluster.Directory
}

# Verbosity Normal names what failed where it happened, far above: here it is again, where a person looks first.
$result.Failed | ForEach-Object { "[-] $($_.ExpandedPath): $($_.ErrorRecord.Exception.Message)" }
$result.FailedBlocks | ForEach-Object { "[-] $($_.ExpandedPath), around its tests: $($_.ErrorRecord.Exception.Message)" }
$result.FailedContainers | ForEach-Object { "[-] $($_.Item): $($_.ErrorRecord.Exception.Message)" }
'The slowest files:'
$result.Containers | Sort-Object Duration -Descending | Select-Object -First 5 | ForEach-Object { '{0,8:n1} s  {1}' -f $_.Duration.TotalSeconds, (Split-Path $_.Item -Leaf) }
@{
    available = $true
    passed    = $result.PassedCount
    failed    = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    skipped   = $result.SkippedCount + $result.InconclusiveCount
} | ConvertTo-Json | Set-Content -LiteralPath $ReportPath
