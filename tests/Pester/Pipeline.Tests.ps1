#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Pipelines' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase
        $directory = (New-Item -ItemType Directory "$TestDrive/back ups [1]").FullName
    }

    BeforeEach {
        Use-TestServer $server
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'back up, verify and list in one line' {
        $result = Get-EventLinkTarget | Backup-EventLinkDb "$directory/" | Test-EventLinkBackup -Level Content
        $result.Passed | Should -BeTrue
        $result.Rows | Should -Be 4001
        $listed = Get-EventLinkBackup -LiteralPath $directory -Latest
        $listed.Proof.Level | Should -Be Content
        $listed.Revision | Should -Be 0021_weighted_implicit_signals
        $listed.Path | Should -Be $result.Backup.Path
    }

    It 'restore what passed, under another name' {
        Get-EventLinkBackup -LiteralPath $directory -Latest | Test-EventLinkBackup | Where-Object Passed | Restore-EventLinkDb -NewName staging -Confirm:$false | ForEach-Object {
            $_.Outcome | Should -Be Proven
            $_.Database | Should -Be staging
            $_.PreviousDatabase | Should -BeNullOrEmpty
        }
        Invoke-Sql 'SELECT count(*) FROM public.users' -Database staging | Should -Be 2000
    }

    It 'prove, restore under another name and look at that, in one line' {
        $checks = Get-EventLinkBackup -LiteralPath $directory -Latest | Test-EventLinkBackup -Level Restore | Where-Object Passed |
            Restore-EventLinkDb -NewName looked_at -Confirm:$false | Test-EventLinkHealth
        $status = @{}
        $checks | ForEach-Object { $status[$_.Name] = "$($_.Status)" }
        'DatabaseReachable', 'DatabaseWritable', 'Tables', 'Rows' | ForEach-Object { $status[$_] | Should -Be Pass -Because $_ }
        # What is looked at is what was restored: there the table is missing, in the target it is not.
        $again = Get-EventLinkBackup -LiteralPath $directory -Latest | Restore-EventLinkDb -NewName looked_at_again -Confirm:$false
        Invoke-Sql 'DROP TABLE public.events' -Database looked_at_again
        ($again | Test-EventLinkHealth -ErrorAction SilentlyContinue | Where-Object Name -EQ Tables).Status | Should -Be Fail
    }

    It 'restore, look at what was kept, go back, and remove it' {
        Invoke-Sql "UPDATE public.users SET full_name = 'written after the backup' WHERE id = 1"
        $restore = Get-EventLinkBackup -LiteralPath $directory -Latest | Restore-EventLinkDb -Force
        $restore.Outcome | Should -Be Proven
        $restore.MeasuredDataLoss | Should -BeGreaterThan ([timespan]::Zero)
        Invoke-Sql 'SELECT full_name FROM public.users WHERE id = 1' | Should -Not -Be 'written after the backup'
        (Get-EventLinkRollback).Name | Should -Be $restore.PreviousDatabase

        $undo = $restore | Undo-EventLinkRestore -Confirm:$false
        $undo.Restored | Should -Be $restore.PreviousDatabase
        Invoke-Sql 'SELECT full_name FROM public.users WHERE id = 1' | Should -Be 'written after the backup'

        $removed = Get-EventLinkRollback | Remove-EventLinkRollback -Confirm:$false -PassThru
        $removed.Name | Should -Be $undo.PreviousDatabase
        Get-EventLinkRollback | Should -BeNullOrEmpty
    }

    It 'never take the database of a backup for the target' {
        Invoke-Sql 'CREATE DATABASE other' -Database postgres
        $env:PGDATABASE = 'other'
        $plan = Get-EventLinkBackup -LiteralPath $directory -Latest | Restore-EventLinkDb -PlanOnly
        $plan.Database | Should -Be other
        $plan.Backup.Database | Should -Be eventlink
    }

    It 'restore a dump that the old script made' {
        $pgDump = Join-Path (Get-PostgresDirectory) pg_dump
        & $pgDump --no-owner --no-privileges -f "$directory/old.sql" eventlink
        $result = Get-ChildItem -LiteralPath $directory -Filter old.sql | Restore-EventLinkDb -NewName from_old -Confirm:$false
        $result.Outcome | Should -Be Unproven
        $result.Rows | Should -Be 4001
    }

    It 'go on with backups that were written as <Format> and read back' -ForEach @(
        @{ Format = 'CLIXML'; Turn = { Export-Clixml "$TestDrive/turn" -InputObject $args[0]; Import-Clixml "$TestDrive/turn" } }
        @{ Format = 'JSON'; Turn = { $args[0] | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue | ConvertFrom-Json } }
        @{ Format = 'CSV'; Turn = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        # A property Path is a path with wildcards, as everywhere; here it holds none.
        $backup = (Backup-EventLinkDb "$TestDrive/place of $Format/").Backup
        $null = Backup-EventLinkDb "$TestDrive/place of $Format/"
        $turned = & $Turn $backup
        $turned | Should -Not -BeOfType ([EventLinkDr.Model.BackupSet])
        ($turned | Test-EventLinkBackup -Level Content).Passed | Should -BeTrue
        ($turned | Restore-EventLinkDb -PlanOnly).Backup.Path | Should -Be $backup.Path
        ($turned | Copy-EventLinkBackup -Destination "$TestDrive/copies of $Format/").Succeeded | Should -BeTrue
        ($turned | Protect-EventLinkBackup).Pinned | Should -BeTrue
        ($turned | Unprotect-EventLinkBackup -Confirm:$false).Pinned | Should -BeFalse
        ($turned | Remove-EventLinkBackup -IncludeIncomplete -PlanOnly).Expired.Path | Should -Be $backup.Path
        ($turned | Measure-EventLinkRecoveryPoint).Newest.Path | Should -Be $backup.Path
    }

    It 'take a target that was written to a file, and find its password again' {
        Get-EventLinkTarget | Export-Clixml "$TestDrive/target.xml"
        Get-Content "$TestDrive/target.xml" -Raw | Should -Not -Match $server.Password
        $env:PGHOST = $env:PGPORT = $env:PGDATABASE = $null
        (Import-Clixml "$TestDrive/target.xml" | Backup-EventLinkDb "$directory/" -PlanOnly).Subject | Should -Match "127\.0\.0\.1:$($server.Port)"
        $env:PGPASSWORD = $null
        $problem = Get-Problem { Import-Clixml "$TestDrive/target.xml" | Backup-EventLinkDb "$directory/" -PlanOnly }
        $problem.Exception.Message | Should -Match 'password'
    }

    It 'do nothing with nothing' {
        Get-EventLinkBackup -LiteralPath $directory -Name none* | Copy-EventLinkBackup -Destination "$TestDrive/none/" -ErrorAction Stop | Should -BeNullOrEmpty
        Get-EventLinkBackup -LiteralPath $directory -Name none* | Remove-EventLinkBackup -KeepLast 1 -Force -ErrorAction Stop | Should -BeNullOrEmpty
        Get-EventLinkBackup -LiteralPath $directory -Name none* | Protect-EventLinkBackup -ErrorAction Stop | Should -BeNullOrEmpty
        "$TestDrive/none/" | Should -Not -Exist
    }

    It 'take files and literal paths, brackets and all: <Command>' -ForEach @(
        @{ Command = 'Protect-EventLinkBackup'; More = @{}; Seen = 'Path' }
        @{ Command = 'Unprotect-EventLinkBackup'; More = @{ Confirm = $false }; Seen = 'Path' }
        @{ Command = 'Copy-EventLinkBackup'; More = @{ Destination = 'copies of files/' }; Seen = 'Source' }
        @{ Command = 'Test-EventLinkBackup'; More = @{}; Seen = 'Backup' }
        @{ Command = 'Measure-EventLinkRecoveryPoint'; More = @{}; Seen = 'Newest' }
        @{ Command = 'Restore-EventLinkDb'; More = @{ PlanOnly = $true }; Seen = 'Backup' }
    ) {
        $file = (Get-EventLinkBackup -LiteralPath $directory | Where-Object State -EQ Complete | Select-Object -First 1).Path
        $More = $More.Clone()
        if ($More.Destination) { $More.Destination = "$TestDrive/$($More.Destination)" }
        $seen = @(& $Command -LiteralPath $file @More; Get-Item -LiteralPath $file | & $Command @More; [WildcardPattern]::Escape($file) | & $Command @More).$Seen
        $seen.ForEach{ if ($_ -is [EventLinkDr.Model.BackupSet]) { $_.Path } else { $_ } } | Should -Be $file, $file, $file
    }

    It 'carry no password on any stream' {
        $everything = & {
            $InformationPreference = $VerbosePreference = $DebugPreference = 'Continue'
            Backup-EventLinkDb "$directory/" | Test-EventLinkBackup -Level Content
            Get-EventLinkTarget | Format-List * -Force
            Get-EventLinkTarget | ConvertTo-Json -Depth 5
            Get-EventLinkBackup -LiteralPath $directory | Format-List * -Force
        } *>&1 | Out-String -Width 500
        $everything | Should -Match 'is complete'
        $everything | Should -Not -Match $server.Password
        Get-ChildItem -LiteralPath $directory -Filter *.json | ForEach-Object { Get-Content -LiteralPath $_ -Raw | Should -Not -Match $server.Password }
    }

    It 'run in the background' {
        $job = Start-ThreadJob { Import-Module $using:ModulePath; Get-EventLinkTarget | Backup-EventLinkDb "$using:directory/" }
        ($job | Receive-Job -Wait -AutoRemoveJob).Rows | Should -Be 4001
    }

    It 'tag milestones and show progress' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; Backup-EventLinkDb '$directory/'")
        $null = $shell.Invoke()
        $shell.Streams.Information.Tags | Should -Contain EventLinkDr
        $shown = $shell.Streams.Progress | Where-Object RecordType -EQ Processing
        $shown | Should -Not -BeNullOrEmpty
        foreach ($activity in $shown.ActivityId | Sort-Object -Unique) {
            ($shell.Streams.Progress | Where-Object ActivityId -EQ $activity | Select-Object -Last 1).RecordType | Should -Be Completed
        }
    }

    It 'leave no session behind' {
        Wait-Until { -not (Get-OurSession) }
    }
}
