#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Encrypted backups' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase
        $directory = (New-Item -ItemType Directory "$TestDrive/sealed").FullName
        $key = New-EventLinkBackupKey "$TestDrive/backup.key"
        $other = New-EventLinkBackupKey "$TestDrive/other.key"
        $secret = Get-Content $key.Path | Where-Object { $_ -like 'AGE-SECRET-KEY-*' }
        $null = Backup-EventLinkDb "$directory/" -Recipient $key.Recipient
    }

    BeforeEach {
        Use-TestServer $server
    }

    AfterEach {
        Remove-Item Env:EVENTLINKDR_* -ErrorAction Ignore
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'show their outside only, until the key is given' {
        $listed = Get-EventLinkBackup $directory -Latest
        $listed.State, $listed.Encrypted, $listed.Manifest | Should -Be 'Complete', $true, $null
        $listed.Name | Should -BeLike '*.sql.gz.age'
        (Get-EventLinkBackup $directory -Latest -IdentityFile $key.Path).Manifest.Tables.Count | Should -BeGreaterThan 0
        (Get-EventLinkBackup $directory -Latest -IdentityFile $other.Path).Manifest | Should -BeNullOrEmpty
    }

    It 'go through a pipeline with a file, a secure string or the environment' {
        $count = Invoke-Sql 'SELECT count(*) FROM public.users'
        Get-EventLinkBackup $directory | Test-EventLinkBackup | ForEach-Object Passed | Should -BeTrue
        Get-EventLinkBackup $directory | Test-EventLinkBackup -Level Content -Identity (ConvertTo-SecureString $secret -AsPlainText) | ForEach-Object Passed | Should -BeTrue
        $env:EVENTLINKDR_IDENTITY_FILE = $key.Path
        Get-EventLinkBackup $directory | Restore-EventLinkDb -NewName opened -Confirm:$false | ForEach-Object Outcome | Should -Be Proven
        Invoke-Sql 'SELECT count(*) FROM public.users' -Database opened | Should -Be $count
    }

    It 'are made where the environment names recipients, and with a passphrase' {
        $env:EVENTLINKDR_RECIPIENTS = "$($key.Recipient), $($other.Recipient)"
        $both = Backup-EventLinkDb "$TestDrive/both/"
        foreach ($path in $key.Path, $other.Path) { $both | Test-EventLinkBackup -Level Content -IdentityFile $path | ForEach-Object Passed | Should -BeTrue }
        $phrase = ConvertTo-SecureString 'correct horse battery staple' -AsPlainText
        Backup-EventLinkDb "$TestDrive/phrase/" -Passphrase $phrase | Test-EventLinkBackup -Level Content -Passphrase $phrase | ForEach-Object Passed | Should -BeTrue
    }

    It 'are copied byte for byte, or to another key' {
        $copied = Get-EventLinkBackup $directory | Copy-EventLinkBackup -Destination "$TestDrive/copies"
        $copied.Action, $copied.Succeeded | Should -Be 'Copy', $true
        (Get-FileHash $copied.Backup.Path).Hash | Should -Be (Get-FileHash $copied.Source.Path).Hash
        (Copy-EventLinkBackup $directory "$TestDrive/copies").Action | Should -Be 'Skip'
        $rotated = Copy-EventLinkBackup $directory "$TestDrive/rotated" -Newest -Recipient $other.Recipient -IdentityFile $key.Path
        $rotated.Backup | Test-EventLinkBackup -Level Content -IdentityFile $other.Path | ForEach-Object Passed | Should -BeTrue
    }

    It '<Id>: <Script>' -ForEach @(
        @{ Id = 'KeyMissing'; Script = { Get-EventLinkBackup $directory | Restore-EventLinkDb -Confirm:$false } }
        @{ Id = 'KeyMissing'; Script = { Get-EventLinkBackup $directory | Test-EventLinkBackup -Level Content } }
        @{ Id = 'KeyWrong'; Script = { Get-EventLinkBackup $directory | Restore-EventLinkDb -IdentityFile $other.Path -Confirm:$false } }
        @{ Id = 'KeyMissing'; Script = { Get-EventLinkBackup $directory | Restore-EventLinkDb -Passphrase (ConvertTo-SecureString 'not a key' -AsPlainText) -Confirm:$false } }
        @{ Id = 'KeyFileUnavailable'; Script = { Get-EventLinkBackup $directory | Restore-EventLinkDb -IdentityFile "$TestDrive/none.key" -Confirm:$false } }
        @{ Id = 'KeyInvalid'; Script = { Get-EventLinkBackup $directory | Restore-EventLinkDb -Identity (ConvertTo-SecureString 'nonsense' -AsPlainText) -Confirm:$false } }
        @{ Id = 'RecipientInvalid'; Script = { Backup-EventLinkDb "$directory/" -Recipient $secret } }
        @{ Id = 'OptionsInvalid'; Script = { Backup-EventLinkDb "$directory/plain.sql.gz" -Recipient $key.Recipient } }
        @{ Id = 'OptionsInvalid'; Script = { Backup-EventLinkDb "$directory/sealed.sql.gz.age" } }
        @{ Id = 'RetentionUnsupported'; Script = { Backup-EventLinkDb "$directory/" -RetainDays 1 } }
        @{ Id = 'KeyFileExists'; Script = { New-EventLinkBackupKey $key.Path } }
        @{ Id = 'LocationInvalid'; Script = { Copy-EventLinkBackup $directory 'ftp://host/backups' } }
        @{ Id = 'OptionsInvalid'; Script = { Copy-EventLinkBackup $directory $directory } }
    ) {
        $before = Get-ServerState
        $files = Get-ChildItem $directory -Force | ForEach-Object Name
        $problem = try { & $Script -ErrorAction Stop 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1 } catch { $_ }
        $problem.FullyQualifiedErrorId | Should -Match "^$Id,EventLinkDr\.PowerShell\.Commands\.\w+Command$"
        $problem.ErrorDetails.RecommendedAction | Should -Match '\.$|…$'
        "$($problem.Exception)" | Should -Not -Match ([regex]::Escape($secret))
        Get-ServerState | Should -Be $before
        Get-ChildItem $directory -Force | ForEach-Object Name | Should -Be $files
    }

    It 'carry no secret on any stream' {
        $everything = & {
            $InformationPreference = $VerbosePreference = $DebugPreference = 'Continue'
            New-EventLinkBackupKey "$TestDrive/another.key" | Format-List * -Force
            Get-EventLinkBackup $directory | Test-EventLinkBackup -Level Content -IdentityFile $key.Path | Format-List * -Force
            Backup-EventLinkDb "$TestDrive/quiet/" -Passphrase (ConvertTo-SecureString 'correct horse' -AsPlainText) -PlanOnly | ConvertTo-Json -Depth 4
        } *>&1 | Out-String -Width 500
        $everything | Should -Match 'holds at the level Content'
        $everything | Should -Not -Match 'AGE-SECRET-KEY-1[0-9A-Z]|correct horse'
    }
}
