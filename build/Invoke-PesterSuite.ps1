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

# Verbosity Normal names what failed where it happened, far above: the build program says it again where a person looks first.
$failures = @(
    $result.Failed | ForEach-Object { '{0}: {1}' -f $_.ExpandedPath, ($_.ErrorRecord | Select-Object -First 1) }
    $result.FailedBlocks | ForEach-Object { '{0}, around its tests: {1}' -f $_.ExpandedPath, ($_.ErrorRecord | Select-Object -First 1) }
    $result.FailedContainers | ForEach-Object { '{0}: {1}' -f $_.Item, ($_.ErrorRecord | Select-Object -First 1) }
)
'The slowest files:'
$result.Containers | Sort-Object Duration -Descending | Select-Object -First 5 | ForEach-Object { '{0,8:n1} s  {1}' -f $_.Duration.TotalSeconds, (Split-Path $_.Item -Leaf) }
@{
    available = $true
    failures  = $failures
    passed    = $result.PassedCount
    failed    = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    skipped   = $result.SkippedCount + $result.InconclusiveCount
} | ConvertTo-Json | Set-Content -LiteralPath $ReportPath
