#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What the README shows, in its order, where a new operator would be: beside a database, with nothing made before.
Describe 'The README' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 200
        $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
        $blocks = [regex]::Matches((Get-Content "$root/README.md" -Raw), '(?s)```powershell\n(.*?)\n```') | ForEach-Object { $_.Groups[1].Value }
        $null = New-Item -ItemType Directory "$TestDrive/place"
        Push-Location "$TestDrive/place"
    }

    AfterAll {
        Pop-Location
        Stop-TestServer $server
    }

    It 'shows commands that run, one after the other' {
        $blocks.Count | Should -BeGreaterOrEqual 4
        $ErrorActionPreference = 'Stop'
        foreach ($block in $blocks) { $null = . ([scriptblock]::Create($block.Replace('./out/EventLinkDr', $ModulePath))) }
        Get-EventLinkBackup -Path backups | Should -Not -BeNullOrEmpty
        (Invoke-Sql 'SELECT count(*) FROM public.users') | Should -Be 200
    }
}
