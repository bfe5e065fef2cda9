#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Every example of every help page, and every block of PowerShell of the guide, is run, in the order of its page, where an operator would run it: a server at
# hand, backups below the location.
BeforeDiscovery {
    $docs = Resolve-Path (Join-Path $PSScriptRoot '../../docs')
    $examples = Get-ChildItem "$docs/en-US/*-*.md" | ForEach-Object {
        $text = (Get-Content $_ -Raw) -replace '(?s)^.*?\n## Examples\n', '' -replace '(?s)\n## Parameters\n.*$', ''
        @{
            Name   = $_.BaseName
            Blocks = [regex]::Matches($text, '(?s)### (?<title>[^\n]+)\n.*?```powershell\n(?<code>.*?)\n```') | ForEach-Object { @{ Title = $_.Groups['title'].Value; Code = $_.Groups['code'].Value } }
        }
    }

    # What is only parsed, and bound: a phrase of the block, and why it is not run. What it does is tried elsewhere.
    $notRun = @{
        './examples/azure/Deploy-RuntimeEnvironment.ps1' = 'needs an account of Azure; Azure.Tests.ps1 runs the script against a stand-in'
        'Invoke-EventLinkDrill -Target $target'          = 'needs an engine with a whole deployment; the scenarios run it on one'
        './build.ps1 Build'                              = 'builds this very module and runs these very tests'
    }
    $guide = Get-ChildItem "$docs/guide/*.md", "$docs/reference/*.md", "$docs/adr/*.md" | ForEach-Object {
        $number = 0
        $blocks = [regex]::Matches((Get-Content $_ -Raw), '(?s)```powershell\n(?<code>.*?)\n```') | ForEach-Object {
            $code = $_.Groups['code'].Value
            $number++
            @{ Title = "block ${number}: $(($code -split "`n")[0])"; Code = $code; NotRun = $notRun.GetEnumerator() | Where-Object { $code.Contains($_.Key) } | ForEach-Object Value }
        }
        if ($blocks) { @{ Name = "$($_.Directory.Name)/$($_.BaseName)"; Blocks = @($blocks) } }
    }
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    # As installed: found by its name, also in a job's session.
    $modulePaths = $env:PSModulePath
    $env:PSModulePath = (Split-Path $ModulePath | Split-Path) + [IO.Path]::PathSeparator + $modulePaths
    Import-Module EventLinkDr
    $env:PROBE_PASSWORD = 'probe-password'

    # Backups of a database that was restored twice. The server of each page is a copy of this one.
    $origin = Start-TestServer
    Initialize-SampleDatabase -Rows 200
    $null = Backup-EventLinkDb "$TestDrive/origin/eventlink-20261123T074500Z.sql.gz"
    1..2 | ForEach-Object { $null = Get-EventLinkBackup $TestDrive/origin -Latest | Restore-EventLinkDb -Confirm:$false }
    Stop-TestData $origin -Mode fast

    function Enter-Page([string] $Name, [string] $Code) {
        $script:server = Start-TestServer $origin
        # The pages that speak of a standby call it db2.example.org.
        $script:standby = if ($Code -match 'db2\.example\.org') { Start-TestStandby $server }
        $script:place = (New-Item -ItemType Directory "$TestDrive/place").FullName
        Copy-Item -Recurse "$TestDrive/origin" "$place/backups"
        # Maintenance is a setting of a compose project, and its pages speak of the API of one.
        $script:project = if ($Name -match 'maintenance$|guide/(health|powershell)') { New-TestProject $server $place }
        $script:api = if ($project) { Start-TestApi $project }
    }

    function Exit-Page {
        Remove-Item Env:DOCKER_HOST -ErrorAction Ignore
        Stop-TestHttp $api
        Stop-TestServer $standby
        Stop-TestServer $server
    }

    # What a page names and a test has elsewhere.
    function ConvertTo-TestCode([string] $Code) {
        if ($api) { $Code = $Code.Replace('/srv/eventlink', $place).Replace('https://events.example.ro/', $api.Address) }
        $Code = $Code.Replace('/var/backups/eventlink', "$TestDrive/var").Replace('100MB', '1MB').Replace('./out/EventLinkDr/EventLinkDr.psd1', $ModulePath)
        if ($standby) { $Code = $Code.Replace('db2.example.org', "127.0.0.1:$($standby.Port)") }
        [scriptblock]::Create($Code)
    }
}

AfterAll {
    $env:PSModulePath = $modulePaths
    Remove-Item Env:PROBE_PASSWORD
    Remove-Item -Recurse -Force $origin.Directory
}

Describe 'The examples of <Name>' -ForEach $examples {
    BeforeAll { Enter-Page $Name ($Blocks.Code -join "`n") }

    BeforeEach {
        Use-TestServer $server
        if ($standby -and $Title -ne $Blocks[-1].Title) { Wait-TestStandby }
        Push-Location $place
    }

    AfterEach { Pop-Location }

    AfterAll { Exit-Page }

    It '<Title>' -ForEach $Blocks {
        # The questions are answered by preference: what is shown is what a person types.
        $ConfirmPreference = 'None'
        # The drill of the README has its usual size.
        $PSDefaultParameterValues = if ($Code -notmatch '-Target') { @{ 'Invoke-EventLinkDrill:SampleSize' = '1MB' } } else { @{} }
        $ErrorActionPreference = 'Stop'
        # Another way to deploy, where a page speaks of one.
        function docker { $global:LASTEXITCODE = 0 }
        $output = . (ConvertTo-TestCode $Code)
        if ($Code -match 'catch \{ \$_\.FullyQualifiedErrorId') { @($output) | Where-Object { $_ -is [string] } | Select-Object -First 1 | Should -Match '^\w+,EventLinkDr\.PowerShell\.Commands\.' }
    }
}

Describe 'The page <Name>' -ForEach $guide {
    BeforeAll {
        Enter-Page $Name ($Blocks.Code -join "`n")
        $student = [pscredential]::new('student1@example.ro', (ConvertTo-SecureString $env:PROBE_PASSWORD -AsPlainText))
    }

    BeforeEach {
        Use-TestServer $server
        if ($standby) { Wait-TestStandby }
        Push-Location $place
    }

    AfterEach { Pop-Location }

    AfterAll { Exit-Page }

    $run, $parsed = $Blocks.Where({ -not $_.NotRun }, 'Split')

    if ($run) { It '<Title>' -ForEach $run {
        $ConfirmPreference = 'None'
        $PSDefaultParameterValues = if ($api) { @{ '*-EventLink*:Api' = $api.Address; '*-EventLink*:WarningAction' = 'SilentlyContinue' } } else { @{} }
        $ErrorActionPreference = 'Stop'
        # There is something to go on with only after something went wrong: here an API that gives no answer.
        if ($Code -match '-Resume') {
            { Get-EventLinkBackup -Latest | Invoke-EventLinkRecovery -SkipStep FinalBackup -Api 'http://127.0.0.1:1/' -Deadline 1s } | Should -Throw -ErrorId 'RecoveryStopped,*'
        }

        $null = . (ConvertTo-TestCode $Code)
    } }

    if ($parsed) { It '<Title> (<NotRun>)' -ForEach $parsed {
        $block = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $null)
        $commands = $block.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        $commands | Should -Not -BeNullOrEmpty
        foreach ($command in $commands) {
            $name = $command.GetCommandName() -replace '^\./', "$(Resolve-Path "$PSScriptRoot/../..")/"
            # Not everybody has every program.
            if ($name -notlike '*-*' -and $name -notlike '*.ps1') { continue }
            $known = (Get-Command $name).Parameters
            $command.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object { $_.ParameterName | Should -BeIn $known.Keys -Because $command }
        }
    } }
}

Describe 'What is not run' -ForEach @{ Codes = @($guide.Blocks.Code) } {
    It 'is one block of the guide: <_>' -ForEach @($notRun.Keys) {
        $phrase = $_
        @($Codes | Where-Object { $_.Contains($phrase) }).Count | Should -Be 1
    }
}
