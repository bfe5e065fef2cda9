#!/usr/bin/env pwsh
# build.ps1 <task> [arguments]: the same tasks as build.sh. What they do stands in build/EventLinkDr.Build.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Drill', 'Pack', 'Reproduce', 'Bench', 'Docs')]
    [string] $Task = 'Build',

    # Handed to the task as they are: ./build.ps1 Drill --keep
    [Parameter(Position = 1, ValueFromRemainingArguments)]
    [string[]] $Arguments = @()
)
$ErrorActionPreference = 'Stop'
if (-not (Get-Command dotnet -ErrorAction Ignore)) {
    throw 'build.ps1 needs the .NET SDK 10 (dotnet) in PATH: https://dotnet.microsoft.com/download'
}
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:MSBUILDDISABLENODEREUSE = '1'
dotnet run --project "$PSScriptRoot/build/EventLinkDr.Build" -c Release -v q -- $Task.ToLowerInvariant() @Arguments
exit $LASTEXITCODE
