#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The night, as Windows and hybrid workers start it, on a real database. The shell's scripts are run by the scenarios.
Describe 'The schedule in PowerShell' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $modulePaths = $env:PSModulePath
        $env:PSModulePath = (Split-Path $ModulePath | Split-Path) + [IO.Path]::PathSeparator + $modulePaths
        $schedule = Resolve-Path (Join-Path $PSScriptRoot '../../examples/schedule')
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 200
        $here = "$TestDrive/here/"
        $there = "$TestDrive/there"
    }

    BeforeEach { Use-TestServer $server }

    AfterAll {
        $env:PSModulePath = $modulePaths
        Stop-TestServer $server
    }

    It 'backs up, copies and keeps, and says that nothing is proven yet' {
        { & "$schedule/nightly.ps1" -Backups $here -Offsite $there } | Should -Throw -ErrorId 'RecoveryPointMissed,*'
        Get-EventLinkBackup $there | Should -HaveCount 1
    }

    It 'holds every objective once a copy was restored' {
        # A server of the programs at hand; the drill of the week has tests of its own.
        $result = Get-EventLinkBackup $there -Latest | Test-EventLinkBackup -Level Restore
        $result.Passed | Should -BeTrue
        $output = & "$schedule/nightly.ps1" -Backups $here -Offsite $there
        $output[-1].Met | Should -BeTrue
        (Get-EventLinkBackup $there | Where-Object { $_.Proofs.Level -contains 'Restore' }) | Should -HaveCount 1
    }

    It 'ends at the first step that fails' {
        $env:PGPORT = '1'
        $before = (Get-ChildItem $here).Count
        { & "$schedule/nightly.ps1" -Backups $here -Offsite $there } | Should -Throw -ErrorId 'ServerUnreachable,*'
        (Get-ChildItem $here).Count | Should -Be $before
    }
}
