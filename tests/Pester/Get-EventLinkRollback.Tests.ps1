#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Get-EventLinkRollback' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $backup = (Backup-EventLinkDb "$TestDrive/good.sql.gz").Backup
        $kept = 1..2 | ForEach-Object { ($backup | Restore-EventLinkDb -Confirm:$false).PreviousDatabase }
        # Looks like one of ours, and is none.
        Invoke-Sql 'CREATE DATABASE eventlink_before_20200101t000000z' -Database postgres
    }

    BeforeEach {
        Use-TestServer $server
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'lists what restores kept, newest first, and nothing else' {
        $listed = Get-EventLinkRollback
        $listed | Should -BeOfType ([EventLinkDr.Operations.Rollback.KeptDatabase])
        $listed.Name | Should -Be $kept[1], $kept[0]
        $listed[0].Database | Should -Be eventlink
        $listed[0].Size | Should -BeGreaterThan 0
        $listed[0].Replaced.Offset | Should -Be ([timespan]::Zero)
    }

    It 'lists those whose names fit' {
        (Get-EventLinkRollback $kept[0]).Name | Should -Be $kept[0]
        (Get-EventLinkRollback "*$($kept[1].Substring(17))", none*).Name | Should -Be $kept[1]
        Get-EventLinkRollback none* | Should -BeNullOrEmpty
    }

    It 'takes targets from the pipeline' {
        @(Get-EventLinkTarget | Get-EventLinkRollback).Count | Should -Be 2
    }

    It 'changes nothing' {
        $before = Get-ServerState
        $null = Get-EventLinkRollback
        Get-ServerState | Should -Be $before
    }

    It 'ends early with the pipeline' {
        (Get-EventLinkRollback | Select-Object -First 1).Name | Should -Be $kept[1]
        Wait-Until { -not (Get-OurSession) }
    }
}
