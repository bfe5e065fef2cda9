#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Two servers without containers. The switch itself comes last, for afterwards the roles are exchanged; interruptions are the matter of the scenarios.
Describe 'Switch-EventLinkPrimary' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $standby = Start-TestStandby $server
        $address = "127.0.0.1:$($standby.Port)"
        $journal = "$TestDrive/switch.json"
        Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") -eq 1 }
    }

    BeforeEach { Use-TestServer $server }

    AfterEach { Wait-Until { -not (Get-OurSession) } }

    AfterAll {
        Stop-TestServer $standby
        Stop-TestServer $server
    }

    It 'plans in the order of the switch' {
        $plan = Switch-EventLinkPrimary $address -JournalPath $journal -PlanOnly
        $plan | Should -BeOfType ([EventLinkDr.Operations.Replication.SwitchPlan])
        $plan.Mode | Should -Be Switchover
        $plan.Subject | Should -Match $server.Port
        "$($plan.Steps.Description)" | Should -Match $standby.Port
        "$($plan.Notes)" | Should -Not -BeNullOrEmpty
    }

    It 'emits nothing and changes nothing with -WhatIf' {
        $before = Get-ServerState
        Switch-EventLinkPrimary $address -JournalPath $journal -WhatIf | Should -BeNullOrEmpty
        Get-ServerState | Should -Be $before
        (Get-EventLinkReplication $address).Role | Should -Be Primary, Standby
        $journal | Should -Not -Exist
    }

    It '<Id>: <Why>' -ForEach @(
        @{ Id = 'SwitchRefused'; Category = 'InvalidOperation'; Why = 'the server itself is no standby'; Arguments = { @{ Standby = "127.0.0.1:$($server.Port)" } } }
        @{ Id = 'SwitchRefused'; Category = 'InvalidOperation'; Why = 'forward and back'; Arguments = { @{ Standby = $address; Resume = $true; RollBack = $true } } }
        @{ Id = 'SwitchNotFound'; Category = 'ObjectNotFound'; Why = 'nothing to go on with'; Arguments = { @{ Standby = $address; Resume = $true } } }
        @{ Id = 'SwitchNotFound'; Category = 'ObjectNotFound'; Why = 'nothing to take back'; Arguments = { @{ Standby = $address; RollBack = $true } } }
        @{ Id = 'ServerUnreachable'; Category = 'ConnectionError'; Why = 'the standby is away'; Arguments = { @{ Standby = '127.0.0.1:1' } } }
    ) {
        $before = Get-ServerState
        $given = & $Arguments
        $problem = Get-Problem { Switch-EventLinkPrimary @given -JournalPath $journal -Confirm:$false }
        $problem.FullyQualifiedErrorId | Should -Be "$Id,EventLinkDr.PowerShell.Commands.SwitchEventLinkPrimaryCommand"
        $problem.CategoryInfo.Category | Should -Be $Category
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-ServerState | Should -Be $before
        $journal | Should -Not -Exist
    }

    It 'refuses <Value> for -<Parameter>' -ForEach @(
        @{ Parameter = 'MaximumLag'; Value = 'far' }
        @{ Parameter = 'CatchUpTimeout'; Value = 30 }
    ) {
        $given = @{ $Parameter = $Value; PlanOnly = $true }
        { Switch-EventLinkPrimary $address @given } | Should -Throw -ErrorId 'ParameterArgument*'
    }

    It 'takes nothing from the pipeline' {
        { [pscustomobject]@{ Standby = $address; Target = 'x'; Server = $address } | Switch-EventLinkPrimary -Standby $address -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'InputObjectNotBound,*'
        (Get-EventLinkReplication).Role | Should -Be Primary
    }

    It 'makes the standby the primary, loses nothing, and fences the old one' {
        Invoke-Sql "UPDATE public.users SET full_name = 'the last write' WHERE id = 1"
        $result = Switch-EventLinkPrimary $address -JournalPath $journal -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue
        $result | Should -BeOfType ([EventLinkDr.Operations.Replication.SwitchResult])
        $result.Outcome, $result.Mode, $result.Database, $result.Timeline, $result.LostBytes | Should -Be Switched, Switchover, eventlink, 2, 0
        $result.OldPrimaryFenced, $result.OldPrimaryClosed, $result.Resumed | Should -Be $true, $false, $false
        $result.MeasuredDataLoss | Should -Be ([timespan]::Zero)
        $result.MeasuredRecoveryTime | Should -BeGreaterThan ([timespan]::Zero)
        # A fence by SQL alone is a convention, and that is said.
        "$warnings" | Should -Match 'fence|stop'
        $result | Format-Table | Out-String -Width 140 | Should -Match '(?s)Outcome +NewPrimary +Timeline +Lost +RecoveryTime +OldPrimary.*Switched.*fenced'

        { Invoke-Sql 'CREATE TABLE public.refused (a int)' } | Should -Throw '*read-only*'
        $env:PGPORT = $standby.Port
        Invoke-Sql 'SELECT full_name FROM public.users WHERE id = 1' | Should -Be 'the last write'
        Invoke-Sql 'CREATE TABLE public.taken (a int)'
        (Get-EventLinkReplication).Role | Should -Be Primary
    }
}
