#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Whatever ends a pipeline, the work ends with it: no session, no process and no file of it stays.
Describe 'Stopping' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase

        function Wait-UntilBlocked {
            Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'EventLinkDr backup' AND wait_event_type = 'Lock'" -Database postgres) -gt 0 }
        }
    }

    BeforeEach {
        $blocker = Start-Blocker
        $directory = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
    }

    AfterEach {
        Stop-Blocker $blocker
        Wait-Until { -not (Get-OurSession) }
        Get-ChildItem $directory -Force | Should -BeNullOrEmpty
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

    It 'stops when its host is ended by <_>' -ForEach 'INT', 'TERM', 'HUP' -Skip:$IsWindows {
        $process = Start-InNewPowerShell "Backup-EventLinkDb '$directory/' -LockTimeout 10m"
        Wait-UntilBlocked
        kill "-$_" $process.Id
        $process.WaitForExit(60000) | Should -BeTrue
    }
}

Describe 'Stopping a restore' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase
        Add-SlowTable
        $path = (Backup-EventLinkDb "$TestDrive/").Backup.Path
        $before = Get-ServerState

        # Temporary files of these commands, apart from those of anybody else.
        $temporary = (New-Item -ItemType Directory "$TestDrive/temporary").FullName
        $env:TMPDIR = $temporary

        function Get-ThrowawayServer {
            Get-PostgresBelow $temporary
            Get-ChildItem $temporary -Directory -Filter eventlinkdr-*
        }

        function Wait-UntilLoading {
            if ($Own) {
                Wait-Until {
                    $servers = (Get-PostgresBelow $temporary).Id
                    # A session's process is named after what it does.
                    Get-Process 'postgres: * COPY*' -ErrorAction Ignore | Where-Object { try { $_.Parent.Id -in $servers } catch { $false } }
                }
            }
            else { Wait-Until { (Invoke-Sql "SELECT count(*) FROM pg_stat_activity WHERE datname <> 'eventlink' AND application_name LIKE 'EventLinkDr%' AND query ILIKE 'copy%slow%'" -Database postgres) -gt 0 } }
        }
    }

    AfterEach {
        Wait-Until { -not (Get-OurSession) }
        Get-TemporaryDatabase | Should -BeNullOrEmpty
        Get-ServerState | Should -Be $before
        if ($IsLinux) { Get-ThrowawayServer | Should -BeNullOrEmpty }
        Get-ChildItem $TestDrive -Filter *.proof-* | Should -BeNullOrEmpty
    }

    AfterAll {
        $env:TMPDIR = $null
        Stop-TestServer $server
    }

    Context '<Name>' -ForEach @(
        @{ Name = 'beside the database'; Own = $false; Script = { "Restore-EventLinkDb -LiteralPath '$path' -Confirm:`$false" } }
        @{ Name = 'for a verification'; Own = $false; Script = { "Test-EventLinkBackup -LiteralPath '$path' -Level Restore -Target (Get-EventLinkTarget)" } }
        @{ Name = 'on a server of its own'; Own = $true; Script = { "Test-EventLinkBackup -LiteralPath '$path' -Level Restore" } }
    ) {
        It 'by Ctrl+C' {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$ModulePath'; $(& $Script)")
            $null = $shell.BeginInvoke()
            Wait-UntilLoading
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be Stopped
            $shell.Streams.Error | Should -BeNullOrEmpty
        }

        It 'by closing its runspace' {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$ModulePath'; $(& $Script)")
            $null = $shell.BeginInvoke()
            Wait-UntilLoading
            $shell.Runspace.Close()
        }

        It 'by ending its host with <_>' -ForEach 'INT', 'TERM', 'HUP' -Skip:$IsWindows {
            $process = Start-InNewPowerShell (& $Script)
            Wait-UntilLoading
            kill "-$_" $process.Id
            $process.WaitForExit(60000) | Should -BeTrue
        }
    }

    It 'by stopping its job' {
        $Own = $false
        $job = Start-ThreadJob { Import-Module $using:ModulePath; Restore-EventLinkDb -LiteralPath $using:path -Confirm:$false }
        Wait-UntilLoading
        Stop-Job $job
        $job.State | Should -Be Stopped
        Remove-Job $job
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
        Get-Process pg_dump -ErrorAction Ignore | Where-Object { try { $_.Parent.Id -eq $PID } catch { $false } } | Should -BeNullOrEmpty
    }
}
