#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Protect-EventLinkBackup' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $directory = (New-Item -ItemType Directory "$TestDrive/backups").FullName
        1..3 | ForEach-Object { $null = Backup-EventLinkDb "$directory/" }
        Stop-TestServer $server
        $oldest = (Get-EventLinkBackup $directory)[2]
    }

    It 'pins, and retention leaves the backup alone' {
        $pinned = $oldest | Protect-EventLinkBackup -Reason 'evidence'
        $pinned | Should -BeOfType ([EventLinkDr.Model.BackupSet])
        $pinned.Pinned | Should -BeTrue
        Get-Content "$directory/$($oldest.Name -replace '\.sql\.gz$', '.pin')" -Raw | Should -Match 'evidence'
        Remove-EventLinkBackup $directory -KeepLast 1 -Confirm:$false
        (Get-EventLinkBackup $directory).Pinned | Should -Be $false, $true
        { $oldest | Remove-EventLinkBackup -Force } | Should -Throw -ErrorId 'BackupPinned,*'
    }

    It 'changes nothing with <Name>' -ForEach @(
        @{ Name = '-WhatIf'; Extra = @{ WhatIf = $true } }
        @{ Name = '-PlanOnly'; Extra = @{ PlanOnly = $true } }
    ) {
        $plan = Get-EventLinkBackup $directory -Latest | Protect-EventLinkBackup @Extra
        if ($Name -eq '-WhatIf') { $plan | Should -BeNullOrEmpty } else { $plan | Should -BeOfType ([EventLinkDr.Operations.Pins.PinPlan]) }
        (Get-EventLinkBackup $directory -Latest).Pinned | Should -BeFalse
    }

    It 'pins several one by one, and the missing one is an error of its own' {
        $output = Protect-EventLinkBackup "$directory/none.sql.gz", (Get-EventLinkBackup $directory -Latest).Path -ErrorVariable problems -ErrorAction SilentlyContinue
        $output.Pinned | Should -Be $true
        $problems[0].FullyQualifiedErrorId | Should -Be 'BackupNotFound,EventLinkDr.PowerShell.Commands.ProtectEventLinkBackupCommand'
        $problems[0].CategoryInfo.Category | Should -Be ObjectNotFound
        "$($problems[0].TargetObject)" | Should -Match 'none\.sql\.gz$'
    }
}
