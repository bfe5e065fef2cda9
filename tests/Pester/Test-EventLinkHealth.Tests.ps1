#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Test-EventLinkHealth' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 200
        $backup = (Backup-EventLinkDb "$TestDrive/backups/").Backup
        Set-Content "$TestDrive/env" 'DISABLED=false'
        $api = Start-TestApi "$TestDrive/env"
        $student = [pscredential]::new('student1@example.ro', (ConvertTo-SecureString 'probe-password' -AsPlainText))
    }

    BeforeEach { Use-TestServer $server }

    AfterAll {
        Stop-TestHttp $api
        Stop-TestServer $server
    }

    It 'gives one object for each check' {
        $checks = $backup | Test-EventLinkHealth -Api $api.Address -ProbeCredential $student
        $checks | Should -BeOfType ([EventLinkDr.Model.HealthCheckResult])
        $checks.Name | Should -Be Api, DatabaseReachable, NotInRecovery, DatabaseWritable, SchemaRevision, Tables, Rows, Login, EventList, EventDetails, Registration, ProbeTraces
        $checks.Status | Should -Not -Contain Fail
        $checks | Format-Table | Out-String | Should -Match '(?s)Status +Name +Duration +Detail.*Pass +Api'
    }

    It 'gives one object for all, or only whether it is healthy' {
        $report = Test-EventLinkHealth -Api $api.Address -AsReport
        $report.Healthy | Should -BeTrue
        $report | Format-List | Out-String | Should -Match 'Pass DatabaseReachable: PostgreSQL'
        Test-EventLinkHealth -Quiet | Should -BeExactly $true
    }

    It 'finds an emptied table that the backup has rows of, with an error that stops a script' {
        Invoke-Sql 'CREATE TABLE kept AS SELECT * FROM public.events; TRUNCATE public.events'
        try {
            $failure = $null
            $checks = $backup | Test-EventLinkHealth -ErrorAction SilentlyContinue -ErrorVariable failure
            ($checks | Where-Object Status -EQ Fail).Name | Should -Be Rows
            $failure[0].FullyQualifiedErrorId | Should -Match '^DeploymentUnhealthy,'
            { $backup | Test-EventLinkHealth -ErrorAction Stop } | Should -Throw '*public.events*'
            $backup | Test-EventLinkHealth -Quiet | Should -BeExactly $false
        }
        finally { Invoke-Sql 'INSERT INTO public.events SELECT * FROM kept; DROP TABLE kept' }
    }

    It 'expects the write fence that it is told of' {
        Invoke-Sql 'ALTER DATABASE eventlink SET default_transaction_read_only = on'
        try {
            Test-EventLinkHealth -Quiet | Should -BeExactly $false
            Test-EventLinkHealth -Quiet -ExpectWriteFence | Should -BeExactly $true
        }
        finally { Invoke-Sql 'SET default_transaction_read_only = off; ALTER DATABASE eventlink RESET default_transaction_read_only' }
    }

    It 'tells what is away without hiding the rest' {
        $env:PGPORT = 1
        $checks = Test-EventLinkHealth -Api $api.Address -Timeout 2s -RetryCount 0 -ErrorAction SilentlyContinue
        ($checks | Where-Object Name -EQ Api).Status | Should -Be Pass
        ($checks | Where-Object Name -EQ DatabaseReachable).Status | Should -Be Fail
        ($checks | Where-Object Name -EQ Tables).Status | Should -Be Skip
    }

    It 'waits until it is healthy' {
        Invoke-Sql 'ALTER DATABASE eventlink SET default_transaction_read_only = on'
        $later = Start-InNewPowerShell "Start-Sleep 1; 'SET default_transaction_read_only = off; ALTER DATABASE eventlink RESET default_transaction_read_only' | & '$(Join-Path (Get-PostgresDirectory) psql)' -X -q -d eventlink"
        try { Test-EventLinkHealth -Quiet -Wait 60s | Should -BeExactly $true } finally { Wait-Until { $later.HasExited } }
    }
}
