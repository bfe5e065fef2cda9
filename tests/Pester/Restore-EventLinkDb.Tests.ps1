#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Restore-EventLinkDb' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 500
        $directory = (New-Item -ItemType Directory "$TestDrive/back ups [1]").FullName
        $backup = (Backup-EventLinkDb "$directory/good.sql.gz").Backup
    }

    BeforeEach {
        Use-TestServer $server
        Set-Location $TestDrive
        Invoke-Sql "UPDATE public.users SET full_name = 'written after the backup' WHERE id = 1"
    }

    AfterEach {
        Get-TemporaryDatabase | Should -BeNullOrEmpty
        Wait-Until { -not (Get-OurSession) }
    }

    AfterAll {
        Set-Location $PSScriptRoot
        Stop-TestServer $server
    }

    It 'replaces the database by what was proven, and keeps the old one' {
        $result = $backup | Restore-EventLinkDb -Confirm:$false
        $result | Should -BeOfType ([EventLinkDr.Operations.Restore.RestoreResult])
        $result.Mode, $result.Outcome, $result.Database | Should -Be Swap, Proven, eventlink
        $result.MeasuredRecoveryTime | Should -BeGreaterThan ([timespan]::Zero)
        Invoke-Sql 'SELECT full_name FROM public.users WHERE id = 1' | Should -Not -Be 'written after the backup'
        Invoke-Sql 'SELECT full_name FROM public.users WHERE id = 1' -Database $result.PreviousDatabase | Should -Be 'written after the backup'
    }

    It 'restores in place, with a safety backup unless it is told otherwise' {
        $result = $backup | Restore-EventLinkDb -Mode InPlace -Force
        $result.Mode, $result.Outcome | Should -Be InPlace, Proven
        $result.SafetyBackup | Should -Not -BeNullOrEmpty
        Invoke-Sql 'SELECT full_name FROM public.users WHERE id = 1' | Should -Not -Be 'written after the backup'
        ($backup | Restore-EventLinkDb -Mode InPlace -SkipSafetyBackup -Force).SafetyBackup | Should -BeNullOrEmpty
    }

    It 'restores under another name, and single tables' {
        ($backup | Restore-EventLinkDb -NewName other -Confirm:$false).Mode | Should -Be NewDatabase
        $result = $backup | Restore-EventLinkDb -NewName single -Table public.events -Jobs 1 -Confirm:$false
        $result.Rows | Should -Be 500
        Invoke-Sql 'SELECT count(*) FROM public.users' -Database single | Should -Be 0
        Invoke-Sql 'SELECT full_name FROM public.users WHERE id = 1' | Should -Be 'written after the backup'
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'a backup set'; Plan = { Get-EventLinkBackup -LiteralPath $directory -Name good* | Restore-EventLinkDb -PlanOnly } }
        @{ Kind = 'the result of a backup'; Plan = { [pscustomobject]@{ Backup = $backup } | Restore-EventLinkDb -PlanOnly } }
        @{ Kind = 'the result of a verification'; Plan = { $backup | Test-EventLinkBackup | Where-Object Passed | Restore-EventLinkDb -PlanOnly } }
        @{ Kind = 'a file'; Plan = { Get-Item -LiteralPath $backup.Path | Restore-EventLinkDb -PlanOnly } }
        @{ Kind = 'a path'; Plan = { Restore-EventLinkDb "$TestDrive/back ups ``[1``]/good.sql.gz" -PlanOnly } }
        @{ Kind = 'a pattern that fits one'; Plan = { Restore-EventLinkDb "$TestDrive/back*/g*" -PlanOnly } }
        @{ Kind = 'a literal path'; Plan = { Restore-EventLinkDb -LiteralPath $backup.Path -PlanOnly } }
        @{ Kind = 'a property Path'; Plan = { [pscustomobject]@{ Path = 'back ups [1]/good.sql.gz' } | Restore-EventLinkDb -PlanOnly } }
    ) {
        (& $Plan).Backup.Path | Should -Be $backup.Path
    }

    It 'is never aimed by the pipeline' {
        $plan = [pscustomobject]@{ Backup = $backup; Database = 'other'; Target = 'other'; NewName = 'other'; ConnectionString = 'dbname=other'; Mode = 'InPlace' } | Restore-EventLinkDb -PlanOnly
        $plan.Database, $plan.Mode | Should -Be eventlink, Swap
    }

    It 'acts on the default target, and on another that is named' {
        Invoke-Sql 'CREATE DATABASE elsewhere' -Database postgres
        $PSDefaultParameterValues = @{ '*-EventLink*:Target' = Get-EventLinkTarget }
        $env:PGDATABASE = 'nowhere'
        ($backup | Restore-EventLinkDb -PlanOnly).Database | Should -Be eventlink
        ($backup | Restore-EventLinkDb -PlanOnly -ConnectionString "host=127.0.0.1 port=$($server.Port) dbname=elsewhere user=eventlink").Database | Should -Be elsewhere
    }

    It 'refuses more than one backup, and none, before anything is touched' {
        { $backup, $backup | Restore-EventLinkDb -Confirm:$false } | Should -Throw -ErrorId 'InputNotSingle,*'
        $Error[0].TargetObject | Should -Not -BeNullOrEmpty
        { Restore-EventLinkDb -Confirm:$false } | Should -Throw -ErrorId 'BackupNotFound,*'
        { @() | Restore-EventLinkDb -Confirm:$false } | Should -Throw -ErrorId 'BackupNotFound,*'
        { Restore-EventLinkDb $TestDrive -Confirm:$false } | Should -Throw -ErrorId 'BackupNotFound,*'
    }

    It 'needs no answer with <_>' -ForEach '-Confirm:$false', '-Force' {
        $lines = Invoke-InNewPowerShell "Import-Module `$ModulePath; (Restore-EventLinkDb -LiteralPath '$($backup.Path)' -NewName answered$($_.Length) $_).Outcome"
        $lines | Select-Object -Last 1 | Should -Be Proven
    }

    It 'tells what it decides as verbose, milestones as information' {
        $said = $backup | Restore-EventLinkDb -NewName told -Confirm:$false -Verbose -InformationVariable milestones 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $said | Should -Not -BeNullOrEmpty
        $milestones | ForEach-Object { $_.Tags | Should -Contain EventLinkDr }
        $milestones | Should -Not -BeNullOrEmpty
    }

    It 'is one of many in a pipeline that ends early' {
        $result = $backup | Restore-EventLinkDb -NewName early -Confirm:$false | Select-Object -First 1
        $result.Outcome | Should -Be Proven
    }
}
