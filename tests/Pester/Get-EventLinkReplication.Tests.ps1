#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Get-EventLinkReplication' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $standby = Start-TestStandby $server
        $address = "127.0.0.1:$($standby.Port)"
        Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") -eq 1 }
    }

    BeforeEach { Use-TestServer $server }

    AfterEach { Wait-Until { -not (Get-OurSession) } }

    AfterAll {
        Stop-TestServer $standby
        Stop-TestServer $server
    }

    It 'says what a primary is, and who follows it' {
        $status = Get-EventLinkReplication
        $status | Should -BeOfType ([EventLinkDr.Model.ReplicationStatus])
        $status.Role, $status.Timeline, $status.Summary | Should -Be Primary, 1, '1 standby'
        $status.Server | Should -Match "127\.0\.0\.1:$($server.Port)$"
        $status.CurrentLsn | Should -Not -BeNullOrEmpty
        $status.ReplayedLsn, $status.LagBytes | Should -Be $null, $null
        $status.Standbys[0].State | Should -Be streaming
        $status.Time.Offset | Should -Be ([timespan]::Zero)
    }

    It 'asks the standbys that are named, after the primary' {
        # Until its primary has told how far it is, a standby cannot say how far behind it is itself; a write has it told.
        Invoke-Sql 'CREATE TABLE public.told (a int)'
        Wait-Until { $null -ne (Get-EventLinkReplication $address)[1].LagBytes }
        $both = Get-EventLinkReplication $address
        $both.Role | Should -Be Primary, Standby
        $both[1].Server | Should -Match "127\.0\.0\.1:$($standby.Port)$"
        $both[1].SystemIdentifier | Should -Be $both[0].SystemIdentifier
        $both[1].ReplayedLsn | Should -Not -BeNullOrEmpty
        $both[1].ReplayPaused | Should -BeFalse
        $both[1].LagBytes | Should -BeOfType ([long])
    }

    It 'sees replay that is paused' {
        $env:PGPORT = $standby.Port
        Invoke-Sql 'SELECT pg_wal_replay_pause()' | Out-Null
        try {
            $status = Get-EventLinkReplication
            $status.Role, $status.ReplayPaused, $status.Summary | Should -Be Standby, $true, paused
        }
        finally { Invoke-Sql 'SELECT pg_wal_replay_resume()' | Out-Null }
    }

    It 'takes targets from the pipeline' {
        $here = Get-EventLinkTarget
        $there = Get-EventLinkTarget -ConnectionString "host=127.0.0.1 port=$($standby.Port) dbname=eventlink user=eventlink"
        ($here, $there | Get-EventLinkReplication).Role | Should -Be Primary, Standby
    }

    It 'shows the others when one is away' {
        $shown = Get-EventLinkReplication -Standby '127.0.0.1:1', $address -ErrorVariable problems -ErrorAction SilentlyContinue
        $shown.Role | Should -Be Primary, Standby
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'ServerUnreachable,EventLinkDr.PowerShell.Commands.GetEventLinkReplicationCommand'
        $problems[0].CategoryInfo.Category | Should -Be ConnectionError
        "$($problems[0].TargetObject)" | Should -Match '127\.0\.0\.1:1'
    }

    It 'fails where its target is no database' {
        $env:PGDATABASE = 'nowhere'
        { Get-EventLinkReplication } | Should -Throw -ErrorId 'DatabaseNotFound,*'
    }

    It 'changes nothing' {
        $before = Get-ServerState
        $null = Get-EventLinkReplication $address
        Get-ServerState | Should -Be $before
    }

    It 'is a table of six columns, and a list of everything' {
        $both = Get-EventLinkReplication $address
        $both | Format-Table | Out-String -Width 140 | Should -Match '(?s)Server +Role +Timeline +Position +Lag +State.*Primary.*Standby'
        $both[0] | Format-List | Out-String | Should -Match '(?m)^SystemIdentifier +: \d+'
    }
}
