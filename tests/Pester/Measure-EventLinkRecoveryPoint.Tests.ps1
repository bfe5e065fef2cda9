#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Measure-EventLinkRecoveryPoint' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $directory = (New-Item -ItemType Directory "$TestDrive/backups").FullName
        $null = Backup-EventLinkDb "$directory/"
        Stop-TestServer $server
    }

    It 'says that the objective holds' {
        $point = Get-EventLinkBackup $directory | Measure-EventLinkRecoveryPoint -RpoObjective 24h
        $point.Met | Should -BeTrue
        $point.Age | Should -BeLessThan (New-TimeSpan -Hours 1)
        ($point | Out-String) | Should -Match 'eventlink'
        ($point | Format-List | Out-String) | Should -Match 'RpoObjective'
    }

    It 'names what is missed, in the object and in the error' {
        $point = Measure-EventLinkRecoveryPoint $directory -RpoObjective 24h -ProofObjective 8d -ProofLevel Restore -OffHostObjective 2d -ErrorVariable problems -ErrorAction SilentlyContinue
        $point.Missed | Should -HaveCount 2
        $problems[0].FullyQualifiedErrorId | Should -Match '^RecoveryPointMissed,'
        $problems[0].TargetObject | Should -Be $point
    }

    It 'is an exit code for monitoring' {
        $script = "Import-Module '$ModulePath'; Measure-EventLinkRecoveryPoint '$directory' -RpoObjective {0} | Out-Null"
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command ($script -f '24h') 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 0
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command (($script -f "'0s'") + '; exit [int](-not $?)') 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 1
    }
}
