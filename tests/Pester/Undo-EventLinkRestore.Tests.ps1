#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Undo-EventLinkRestore' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $backup = (Backup-EventLinkDb "$TestDrive/good.sql.gz").Backup

        # A value that tells databases apart.
        function Set-Mark([string] $Mark) { Invoke-Sql "UPDATE public.users SET full_name = '$Mark' WHERE id = 1" }
        function Get-Mark { Invoke-Sql 'SELECT full_name FROM public.users WHERE id = 1' }
    }

    BeforeEach {
        Use-TestServer $server
        Get-EventLinkRollback | Remove-EventLinkRollback -Confirm:$false
        Set-Mark before
        $restore = $backup | Restore-EventLinkDb -Confirm:$false
    }

    AfterEach {
        Wait-Until { -not (Get-OurSession) }
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'goes back to the newest, and can be undone' {
        Set-Mark after
        $undo = Undo-EventLinkRestore -Confirm:$false
        $undo | Should -BeOfType ([EventLinkDr.Operations.Rollback.UndoResult])
        $undo.Database, $undo.Restored | Should -Be eventlink, $restore.PreviousDatabase
        Get-Mark | Should -Be before
        (Undo-EventLinkRestore -Force).Restored | Should -Be $undo.PreviousDatabase
        Get-Mark | Should -Be after
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'a name'; Plan = { Undo-EventLinkRestore $restore.PreviousDatabase -PlanOnly } }
        @{ Kind = 'the result of a restore'; Plan = { $restore | Undo-EventLinkRestore -PlanOnly } }
        @{ Kind = 'a kept database'; Plan = { Get-EventLinkRollback | Undo-EventLinkRestore -PlanOnly } }
    ) {
        (& $Plan).Steps.Description -match $restore.PreviousDatabase | Should -Not -BeNullOrEmpty
    }

    It 'is never aimed by the pipeline' {
        $plan = [pscustomobject]@{ Name = $restore.PreviousDatabase; Database = 'other'; Target = 'other'; ConnectionString = 'dbname=other' } | Undo-EventLinkRestore -PlanOnly
        $plan.Database | Should -Be eventlink
    }

    It 'refuses two, a name that is none, and a result that kept nothing' {
        { $restore, $restore | Undo-EventLinkRestore -Confirm:$false } | Should -Throw -ErrorId 'InputNotSingle,*'
        { Undo-EventLinkRestore postgres -Confirm:$false } | Should -Throw -ErrorId 'RollbackNotFound,*'
        { $backup | Restore-EventLinkDb -NewName beside -Confirm:$false | Undo-EventLinkRestore -Confirm:$false } | Should -Throw -ErrorId 'RollbackNotFound,*'
        Invoke-Sql 'DROP DATABASE beside' -Database postgres
        { Get-EventLinkRollback none* | Undo-EventLinkRestore -Confirm:$false } | Should -Throw -ErrorId 'RollbackNotFound,*'
        Get-Mark | Should -Not -Be before
    }

    It 'offers the kept databases' {
        $offered = Get-PatientCompletion 'Undo-EventLinkRestore '
        $offered.CompletionText | Should -Be $restore.PreviousDatabase
        $offered[0].ToolTip | Should -Match 'eventlink'
    }
}
