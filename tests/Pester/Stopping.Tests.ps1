#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Whatever ends a pipeline, the work ends with it: no session, no process and no file of it stays.
Describe 'Stopping' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase

        # Holds a table, so that a backup waits in the middle of its work until it is stopped.
        function Start-Blocker {
            $psql = Join-Path (Get-PostgresDirectory) psql
            $process = [Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]@{
                    FileName = $psql; Arguments = '-X -q -d eventlink -c "BEGIN; LOCK TABLE public.users IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)"'
                })
            Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'public.users'::regclass") -gt 0 }
            $process
        }

        function Wait-UntilBlocked {
            Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'EventLinkDr backup' AND wait_event_type = 'Lock'" -Database postgres) -gt 0 }
        }
    }

    BeforeEach {
        $blocker = Start-Blocker
        $directory = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
    }

    AfterEach {
        $blocker.Kill()
        $blocker.WaitForExit()
        Wait-Until { -not (Get-OurSession) }
        Get-ChildItem $directory -Force | Should -BeNullOrEmpty
        Invoke-Sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'psql' AND pid <> pg_backend_pid()" -Database postgres
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'stops with the pipeline (Ctrl+C)' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; Backup-EventLinkDb '$directory/' -LockTimeout 10m")
        $null = $shell.BeginInvoke()
        Wait-UntilBlocked
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Streams.Error | Should -BeNullOrEmpty
    }

    It 'stops with its job' {
        $job = Start-ThreadJob { Import-Module $using:ModulePath; Backup-EventLinkDb "$using:directory/" -LockTimeout 10m }
        Wait-UntilBlocked
        Stop-Job $job
        $job.State | Should -Be Stopped
        Remove-Job $job
    }

    It 'stops when its host is ended' -Skip:$IsWindows {
        $script = Join-Path $TestDrive 'host.ps1'
        Set-Content -LiteralPath $script "Import-Module '$ModulePath'; Backup-EventLinkDb '$directory/' -LockTimeout 10m"
        $process = Start-Process (Get-Process -Id $PID).Path -ArgumentList '-NoProfile', '-NonInteractive', '-File', $script -PassThru
        Wait-UntilBlocked
        kill -INT $process.Id
        $process.WaitForExit(60000) | Should -BeTrue
    }
}

Describe 'A pipeline that ends early' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'leaves the backups it did not ask for unmade' {
        $target = Get-EventLinkTarget
        $result = $target, $target, $target | Backup-EventLinkDb $TestDrive/few/ | Select-Object -First 1
        $result.Rows | Should -BeGreaterThan 0
        @(Get-EventLinkBackup $TestDrive/few).Count | Should -Be 1
        Wait-Until { -not (Get-OurSession) }
    }

    It 'leaves the backups it did not ask for unverified' {
        $target = Get-EventLinkTarget
        $null = $target, $target, $target | Backup-EventLinkDb $TestDrive/three/
        $result = Get-EventLinkBackup $TestDrive/three | Test-EventLinkBackup -Level Content | Select-Object -First 1
        $result.Passed | Should -BeTrue
        @(Get-ChildItem $TestDrive/three/*.proof-*.json).Count | Should -Be 1
    }

    It 'leaves no program running' {
        Get-Process pg_dump -ErrorAction Ignore | Where-Object { $_.Parent.Id -eq $PID } | Should -BeNullOrEmpty
    }
}
