#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Every example of every page is run, in the order of the page, where an operator would run it: a server at hand, backups below the location.
BeforeDiscovery {
    $examples = Get-ChildItem (Join-Path $PSScriptRoot '../../docs/en-US/*-*.md') | ForEach-Object {
        $page = $_.BaseName
        $text = (Get-Content $_ -Raw) -replace '(?s)^.*?\n## Examples\n', '' -replace '(?s)\n## Parameters\n.*$', ''
        [regex]::Matches($text, '(?s)### (?<title>[^\n]+)\n.*?```powershell\n(?<code>.*?)\n```') |
            ForEach-Object { @{ Page = $page; Title = $_.Groups['title'].Value; Code = $_.Groups['code'].Value } }
    }
}

Describe 'The examples of <Name>' -ForEach ($examples | Group-Object { $_.Page } | ForEach-Object { @{ Name = $_.Name; Examples = $_.Group } }) {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        # As installed: found by its name, also in a job's session.
        $modulePaths = $env:PSModulePath
        $env:PSModulePath = (Split-Path $ModulePath | Split-Path) + [IO.Path]::PathSeparator + $modulePaths
        Import-Module EventLinkDr
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 200
        # The pages that speak of a standby call it db2.example.org.
        $standby = if ($Examples.Code -match 'db2\.example\.org') { Start-TestStandby $server }
        $place = (New-Item -ItemType Directory "$TestDrive/place/backups" -Force).Parent.FullName
        # Where a page writes to a directory of the host, the test gives it one that it can remove.
        $written = "$TestDrive/var"
        # Maintenance is a setting of a compose project, and its pages speak of the API of one.
        $project = if ($Name -like '*Maintenance') { New-TestProject $server $place }
        $api = if ($project) { Start-TestApi $project }
        $env:PROBE_PASSWORD = 'probe-password'
        $null = Backup-EventLinkDb "$place/backups/eventlink-20261123T074500Z.sql.gz"
        $null = Get-EventLinkBackup $place/backups -Latest | Restore-EventLinkDb -Confirm:$false
        $null = Get-EventLinkBackup $place/backups -Latest | Restore-EventLinkDb -Confirm:$false
    }

    BeforeEach {
        Use-TestServer $server
        Push-Location $place
    }

    AfterEach {
        Pop-Location
    }

    AfterAll {
        $env:PSModulePath = $modulePaths
        if ($project) { Remove-Item Env:DOCKER_HOST }
        Remove-Item Env:PROBE_PASSWORD
        Stop-TestApi $api
        Stop-TestServer $standby
        Stop-TestServer $server
    }

    It '<Title>' -ForEach $Examples {
        # The questions are answered by preference: what is shown is what a person types.
        $ConfirmPreference = 'None'
        $PSDefaultParameterValues = @{}
        $ErrorActionPreference = 'Stop'
        # Another way to deploy, where a page speaks of one.
        function docker { $global:LASTEXITCODE = 0 }
        if ($api) { $Code = $Code.Replace('/srv/eventlink', $place).Replace('https://events.example.ro/', $api.Address) }
        $script = [scriptblock]::Create($Code.Replace('/var/backups/eventlink', "$written").Replace('db2.example.org', "127.0.0.1:$($standby.Port)"))
        $output = . $script
        if ($Code -match 'catch \{ \$_\.FullyQualifiedErrorId') { @($output) | Where-Object { $_ -is [string] } | Select-Object -First 1 | Should -Match '^\w+,EventLinkDr\.PowerShell\.Commands\.' }
    }
}
