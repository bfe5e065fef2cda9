#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Invoke-EventLinkRecovery' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $backup = (Backup-EventLinkDb "$TestDrive/good.sql.gz").Backup
    }

    BeforeEach {
        Use-TestServer $server
        $journal = "$TestDrive/$([guid]::NewGuid().ToString('N')).json"
    }

    AfterEach {
        Wait-Until { -not (Get-OurSession) }
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'brings the database back, and says what became of each step' {
        Invoke-Sql 'DROP TABLE public.users CASCADE'
        $recovery = $backup | Invoke-EventLinkRecovery -Confirm:$false -JournalPath $journal -RtoObjective 1h -ReportPath "$TestDrive/report.html"
        $recovery | Should -BeOfType ([EventLinkDr.Operations.Recovery.RecoveryResult])
        $recovery.Succeeded | Should -BeTrue
        $recovery.RtoOutcome | Should -Be Met
        $recovery.Steps.Where{ $_.Name -eq 'Restore' }.Status | Should -Be Done
        $recovery.Steps.Where{ $_.Name -eq 'MaintenanceOn' }.Detail | Should -BeLike '*no compose project*'
        Invoke-Sql 'SELECT count(*) FROM public.users' | Should -BeGreaterThan 0
        Get-Content "$TestDrive/report.html" -TotalCount 1 | Should -Be '<!doctype html>'
        $recovery | Out-String | Should -BeLike '*Proven*'
        $recovery | Format-List | Out-String | Should -BeLike '*Restore: Done in*'
    }

    It 'stops at a step that fails, leaves the result in the error, and goes on with -Resume' {
        # An API that gives no answer fails the checks.
        $failed = try { $backup | Invoke-EventLinkRecovery -JournalPath $journal -SkipStep FinalBackup -Confirm:$false -Api 'http://127.0.0.1:1/' -Deadline 1s } catch { $_ }
        $failed.FullyQualifiedErrorId | Should -BeLike 'RecoveryStopped,*'
        $failed.ErrorDetails.RecommendedAction | Should -BeLike '*-Resume*'
        $failed.TargetObject.Steps.Where{ $_.Name -eq 'Health' }.Status | Should -Be Failed
        { $backup | Invoke-EventLinkRecovery -JournalPath $journal -Confirm:$false } | Should -Throw -ErrorId 'RecoveryUnfinished,*'
        $resumed = Invoke-EventLinkRecovery -Resume -JournalPath $journal -Confirm:$false
        $resumed.Succeeded, $resumed.Resumed | Should -Be $true, 1
    }

    It 'asks before each step in a terminal, stops at no, and goes on' -Skip:(-not (Get-Command script, timeout -CommandType Application -ErrorAction Ignore)) {
        # Typed ahead in a terminal of its own, which answers no questions about its cursor: so no bars.
        Set-Content "$TestDrive/typed.ps1" "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$ModulePath'
            Invoke-EventLinkRecovery '$($backup.Path)' -Pause -Jobs 2 -Confirm:`$false -JournalPath '$journal'"
        $screen = 'y', 'n' | timeout 60 script -qec "env TERM=dumb '$((Get-Process -Id $PID).Path)' -NoProfile -File '$TestDrive/typed.ps1'" /dev/null | Out-String
        $screen | Should -BeLike '*FinalBackup: a backup of*Restore: good.sql.gz*told to stop before the step Restore*'
        (Invoke-EventLinkRecovery -Resume -JournalPath $journal -Confirm:$false).Resumed | Should -Be 1
    }

    It 'begins nothing with -Pause where nobody can answer' {
        $refused = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "Import-Module '$ModulePath'
            try { Invoke-EventLinkRecovery '$($backup.Path)' -Pause -Confirm:`$false -JournalPath '$journal' } catch { `$_.FullyQualifiedErrorId }"
        $refused | Should -BeLike 'ConfirmationNeeded,*'
        $journal | Should -Not -Exist
    }

    It 'keeps its journal in the state directory of the moment' {
        foreach ($directory in "$TestDrive/state", "$TestDrive/another") {
            $env:EVENTLINKDR_STATE_DIR = $directory
            $recovery = $backup | Invoke-EventLinkRecovery -SkipStep FinalBackup -Confirm:$false
            $recovery.JournalPath | Should -BeLike "$directory*"
            $recovery.JournalPath | Should -Exist
        }
    }

    It 'refuses two, and none' {
        { $backup, $backup | Invoke-EventLinkRecovery -JournalPath $journal -Confirm:$false } | Should -Throw -ErrorId 'InputNotSingle,*'
        { Invoke-EventLinkRecovery -JournalPath $journal -Confirm:$false } | Should -Throw -ErrorId 'BackupNotFound,*'
        { Invoke-EventLinkRecovery -Resume -JournalPath $journal -Confirm:$false } | Should -Throw -ErrorId 'RecoveryNotFound,*'
        { $backup | Invoke-EventLinkRecovery -Standby db2 -JournalPath $journal -Confirm:$false } | Should -Throw -ErrorId 'OptionsInvalid,*'
        $journal | Should -Not -Exist
    }

    # The last one: afterwards the server is fenced.
    It 'promotes a standby in place of a restore' {
        $standby = Start-TestStandby $server
        try {
            $address = "127.0.0.1:$($standby.Port)"
            $plan = Invoke-EventLinkRecovery -Standby $address -JournalPath $journal -PlanOnly
            $plan.Standby | Should -Be $address
            $plan.Schedule.Name | Should -Contain Promote
            $plan.Schedule.Name | Should -Not -Contain Restore
            $recovery = Invoke-EventLinkRecovery -Standby $address -JournalPath $journal -Confirm:$false -RpoObjective 1s -WarningAction SilentlyContinue
            $recovery.Succeeded, $recovery.Promoted.LostBytes, $recovery.RpoOutcome | Should -Be $true, 0, Met
            $recovery | Format-List | Out-String -Width 200 | Should -BeLike '*Promoted*on timeline 2, lost 0*'
        } finally {
            Stop-TestServer $standby
        }
    }
}
