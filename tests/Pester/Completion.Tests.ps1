#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Completion' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $directory = (New-Item -ItemType Directory "$TestDrive/place/backups").FullName
        $backup = (Backup-EventLinkDb "$directory/").Backup
        $restore = $backup | Restore-EventLinkDb -Confirm:$false
        $key = New-EventLinkBackupKey "$TestDrive/place/here.key"
        # Takes connections and never says a word.
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
    }

    BeforeEach {
        Use-TestServer $server
        Push-Location $TestDrive/place
    }

    AfterEach {
        Pop-Location
        Remove-Item Env:EVENTLINKDR_RECIPIENTS -ErrorAction Ignore
    }

    AfterAll {
        Remove-PSDrive bk
        $silent.Stop()
        Stop-TestServer $server
    }

    It 'offers <What>' -ForEach @(
        @{ What = 'backups by path'; Line = { "Restore-EventLinkDb $directory/" }; Text = { $backup.Path }; Tip = 'Complete' }
        @{ What = 'backups by path, relative'; Line = { 'Test-EventLinkBackup backups/' }; Text = { "backups/$($backup.Name)" }; Tip = 'Complete' }
        @{ What = 'backups by path, of a drive'; Line = { $null = New-PSDrive -Name bk -PSProvider FileSystem -Root "$TestDrive/place" -Scope Global; 'Test-EventLinkBackup bk:/backups/' }; Text = { "bk:/backups/$($backup.Name)" }; Tip = 'Complete' }
        @{ What = 'directories that lead to backups'; Line = { 'Restore-EventLinkDb ba' }; Text = { './backups' }; Tip = 'directory' }
        @{ What = 'directories that lead to backups, in another'; Line = { "Protect-EventLinkBackup $TestDrive/pl" }; Text = { "$TestDrive/place" }; Tip = 'directory' }
        @{ What = 'backups by name'; Line = { 'Get-EventLinkBackup -Name event' }; Text = { $backup.Name }; Tip = 'Complete' }
        @{ What = 'tables of a backup'; Line = { "Restore-EventLinkDb $($backup.Path) -Table ev" }; Text = { 'public.events' }; Tip = '100 rows' }
        @{ What = 'tables for a backup'; Line = { 'Backup-EventLinkDb -ExcludeTableData us' }; Text = { 'public.users' }; Tip = '100 rows' }
        @{ What = 'kept databases'; Line = { 'Undo-EventLinkRestore event' }; Text = { $restore.PreviousDatabase }; Tip = 'eventlink' }
        @{ What = 'kept databases to drop'; Line = { 'Remove-EventLinkRollback ' }; Text = { $restore.PreviousDatabase }; Tip = 'eventlink' }
        @{ What = 'the target at hand'; Line = { 'Backup-EventLinkDb -Target ' }; Text = { '(Get-EventLinkTarget)' }; Tip = 'eventlink on 127' }
        @{ What = 'public keys'; Line = { 'Backup-EventLinkDb -Recipient ' }; Text = { $key.Recipient }; Tip = 'from .*here\.key' }
        @{ What = 'public keys of the environment'; Line = { $env:EVENTLINKDR_RECIPIENTS = "$($key.Recipient) age1$('q' * 58)"; 'Copy-EventLinkBackup -Recipient age1qqq' }; Text = { "age1$('q' * 58)" }; Tip = 'EVENTLINKDR_RECIPIENTS' }
        @{ What = 'levels'; Line = { 'Test-EventLinkBackup -Level C' }; Text = { 'Checksum' }; Tip = '.' }
    ) {
        $offered = Get-PatientCompletion (& $Line)
        $offered[0].CompletionText | Should -Be (& $Text)
        $offered[0].ToolTip | Should -Match $Tip
    }

    It 'offers containers, those of databases first' {
        $engine = Start-TestEngine $server
        try {
            $offered = Get-PatientCompletion 'Get-EventLinkTarget -Container ev'
            $offered.CompletionText | Should -Be events-db-1, events-backend-1
            $offered[0].ToolTip | Should -Be 'Running, service db of compose project events'
        }
        finally {
            Remove-Item Env:DOCKER_HOST
            Stop-TestHttp $engine
        }
    }

    It 'offers nothing, in time and without an error, for <What>' -ForEach @(
        @{ What = 'a server that does not answer'; Line = { "Undo-EventLinkRestore -ConnectionString 'host=127.0.0.1 port=$($silent.LocalEndpoint.Port) dbname=x user=x password=x' -Name " } }
        @{ What = 'a server that is not there'; Line = { "Remove-EventLinkRollback -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' -Name " } }
        @{ What = 'a connection string that is none'; Line = { "Undo-EventLinkRestore -ConnectionString '=;=' -Name " } }
        @{ What = 'a project that is not there'; Line = { 'Undo-EventLinkRestore -ProjectDirectory ./nowhere -Name ' } }
        @{ What = 'a path that is none'; Line = { "Get-EventLinkBackup 'nodrive:/x[' -Name " } }
        @{ What = 'a pattern that is none'; Line = { "Get-EventLinkBackup -Name '[" } }
        @{ What = 'an engine that is not there'; Line = { 'Get-EventLinkTarget -Container zzz' } }
    ) {
        $Error.Clear()
        $line = & $Line
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $offered = Get-Completion $line
        # Far below the time that a connection takes to be given up, and room for a machine that is busy.
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $offered | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}
