#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Get-EventLinkError' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $table = Get-Content "$PSScriptRoot/../../docs/reference/errors.md" | Where-Object { $_ -match '^\| `(\w+)`' } | ForEach-Object { $Matches[1] }
    }

    It 'gives the whole table, as the reference prints it' {
        $all = Get-EventLinkError
        $all[0] | Should -BeOfType ([EventLinkDr.Diagnostics.ErrorKind])
        $all.Id | Should -Be $table
    }

    It 'gives what fits <Given>' -ForEach @(
        @{ Given = 'BackupTruncated'; Expected = 'BackupTruncated' }
        @{ Given = 'backuptruncated'; Expected = 'BackupTruncated' }
        @{ Given = 'BackupTruncated,EventLinkDr.PowerShell.Commands.TestEventLinkBackupCommand'; Expected = 'BackupTruncated' }
        @{ Given = 'Manifest*', 'ProofFailed'; Expected = 'ManifestMismatch', 'ProofFailed' }
        @{ Given = '[KP]*Wrong'; Expected = 'KeyWrong', 'PassphraseWrong' }
        @{ Given = 'No*Such*Thing*'; Expected = $null }
    ) {
        (Get-EventLinkError $Given).Id | Should -Be $Expected
        ($Given | Get-EventLinkError).Id | Should -Be $Expected
    }

    It 'explains <Kind>' -ForEach @(
        @{ Kind = 'the last failure'; Failure = { try { Get-EventLinkBackup "$TestDrive/none" -ErrorAction Stop } catch { $null = $_ }; $Error[0] } }
        @{ Kind = 'what a script catches'; Failure = { try { Get-EventLinkBackup "$TestDrive/none" -ErrorAction Stop } catch { $_ } } }
        @{ Kind = 'what a variable of errors holds'; Failure = { $null = "$TestDrive/none" | Test-EventLinkBackup -ErrorVariable problems -ErrorAction SilentlyContinue; $problems } }
        @{ Kind = 'the exception alone'; Failure = { try { Get-EventLinkBackup "$TestDrive/none" -ErrorAction Stop } catch { $_.Exception } } }
        @{ Kind = 'an exception around it'; Failure = { try { Get-EventLinkBackup "$TestDrive/none" -ErrorAction Stop } catch { [Management.Automation.RuntimeException]::new('around', $_.Exception, $_) } } }
        @{ Kind = 'an exception that a script throws on'; Failure = { try { try { Get-EventLinkBackup "$TestDrive/none" -ErrorAction Stop } catch { throw $_.Exception } } catch { $_ } } }
        @{ Kind = 'a failure out of a file'; Failure = { try { Get-EventLinkBackup "$TestDrive/none" -ErrorAction Stop } catch { $_ | Export-Clixml "$TestDrive/failure.xml" -Depth 1 }; Import-Clixml "$TestDrive/failure.xml" } }
        @{ Kind = 'a failure of a job'; Failure = { Start-Job { Import-Module $using:ModulePath; Get-EventLinkBackup "$using:TestDrive/none" } | Receive-Job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable problems; $problems } }
        @{ Kind = 'a failure of the command line'; Failure = { '{ "error": { "id": "BackupNotFound", "exitCode": 3 } }' | ConvertFrom-Json | Select-Object -ExpandProperty error } }
        @{ Kind = 'a result that names one'; Failure = { [pscustomobject]@{ ErrorId = 'BackupNotFound' } } }
    ) {
        (& $Failure | Get-EventLinkError).Id | Should -Be BackupNotFound
    }

    It 'is silent about a result that names none' {
        [pscustomobject]@{ Passed = $true; ErrorId = $null } | Get-EventLinkError -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'says that a failure is not ours, and goes on with the next one' {
        $foreign = try { Get-Item "$TestDrive/none" -ErrorAction Stop } catch { $_ }
        $kinds = $foreign, 'ProofFailed' | Get-EventLinkError -ErrorAction SilentlyContinue -ErrorVariable problems
        $kinds.Id | Should -Be ProofFailed
        $problems.FullyQualifiedErrorId | Should -Be 'ErrorIdUnknown,EventLinkDr.PowerShell.Commands.GetEventLinkErrorCommand'
        $problems[0].Exception.Message | Should -Match 'PathNotFound'
        $problems[0].TargetObject | Should -Match PathNotFound
        { Get-EventLinkError Nothing } | Should -Throw -ErrorId 'ErrorIdUnknown,*'
        (Get-EventLinkError Nothing, ProofFailed -ErrorAction SilentlyContinue).Id | Should -Be ProofFailed
    }

    It 'completes ids, with their meaning' {
        $offered = Get-Completion 'Get-EventLinkError BackupT'
        $offered.CompletionText | Should -Be BackupTruncated
        $offered.ToolTip | Should -Match 'ends before its end'
    }

    It 'is a table that fits a console of <_> characters' -ForEach 80, 120 {
        $lines = (Get-EventLinkError | Out-String -Width $_).Split("`n").TrimEnd()
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $lines -match '\u2026' | Should -BeNullOrEmpty -Because 'sentences wrap'
        (Get-EventLinkError | Format-Table | Out-String -Width $_) | Should -Match 'Id +Meaning +Remedy'
    }

    It 'is a list of everything' {
        Get-EventLinkError ProofFailed | Format-List | Out-String | Should -Match '(?s)Id +: ProofFailed.*Category +: InvalidData.*ExitCode +: 7 \(NotProven\).*Meaning +: What was read.*Remedy +: The old'
    }
}
