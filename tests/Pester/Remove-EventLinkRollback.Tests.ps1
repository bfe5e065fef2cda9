#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Remove-EventLinkRollback' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $backup = (Backup-EventLinkDb "$TestDrive/good.sql.gz").Backup

        function Get-Name { Invoke-Sql "SELECT datname FROM pg_database WHERE datname LIKE 'eventlink%' ORDER BY 1" -Database postgres }
    }

    BeforeEach {
        Use-TestServer $server
        Get-EventLinkRollback | Remove-EventLinkRollback -Confirm:$false
        $kept = 1..2 | ForEach-Object { ($backup | Restore-EventLinkDb -Confirm:$false).PreviousDatabase }
    }

    AfterEach {
        Wait-Until { -not (Get-OurSession) }
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'drops those that are named, in silence' {
        Remove-EventLinkRollback $kept[0] -Confirm:$false | Should -BeNullOrEmpty
        Get-Name | Should -Be eventlink, $kept[1]
    }

    It 'drops those that come down the pipeline, and emits them with -PassThru' {
        $removed = Get-EventLinkRollback | Remove-EventLinkRollback -Force -PassThru
        $removed.Name | Should -Be $kept[1], $kept[0]
        Get-Name | Should -Be eventlink
    }

    It 'drops nothing by a pattern' {
        { Remove-EventLinkRollback * -Confirm:$false } | Should -Throw -ErrorId 'RollbackNotFound,*'
        @(Get-Name).Count | Should -Be 3
    }

    It 'drops neither the database that serves nor one that looks like a kept one' {
        Invoke-Sql 'CREATE DATABASE eventlink_before_20200101t000000z' -Database postgres
        foreach ($name in 'eventlink', 'eventlink_before_20200101t000000z', 'postgres') {
            { Remove-EventLinkRollback $name -Confirm:$false } | Should -Throw -ErrorId 'RollbackNotFound,*'
        }

        Get-Name | Should -Contain eventlink_before_20200101t000000z
        Invoke-Sql 'DROP DATABASE eventlink_before_20200101t000000z' -Database postgres
    }

    It 'goes on with the others when one is not there' {
        [pscustomobject]@{ Name = 'none' }, [pscustomobject]@{ Name = $kept[0] } | Remove-EventLinkRollback -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId -replace ',.*' | Should -Be RollbackNotFound
        $problems[0].TargetObject | Should -Be none
        Get-Name | Should -Be eventlink, $kept[1]
    }

    It 'takes no name from a database, a target or a backup' {
        { $backup | Remove-EventLinkRollback -Confirm:$false -ErrorAction Stop } | Should -Throw
        { [pscustomobject]@{ Database = $kept[0] } | Remove-EventLinkRollback -Confirm:$false -ErrorAction Stop } | Should -Throw
        @(Get-Name).Count | Should -Be 3
    }
}
