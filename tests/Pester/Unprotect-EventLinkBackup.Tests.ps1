#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Unprotect-EventLinkBackup' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $directory = (New-Item -ItemType Directory "$TestDrive/backups").FullName
        1..2 | ForEach-Object { $null = Backup-EventLinkDb "$directory/" }
        Stop-TestServer $server
    }

    BeforeEach { $null = Get-EventLinkBackup $directory | Protect-EventLinkBackup -Reason evidence }

    It 'unpins <Kind>' -ForEach @(
        @{ Kind = 'backups from the pipeline'; Unpin = { Get-EventLinkBackup $directory | Unprotect-EventLinkBackup -Confirm:$false } }
        @{ Kind = 'what a command gives that has a Backup'; Unpin = { Get-EventLinkBackup $directory | ForEach-Object { [pscustomobject]@{ Backup = $_ } } | Unprotect-EventLinkBackup -Confirm:$false } }
        @{ Kind = 'paths with wildcards'; Unpin = { Unprotect-EventLinkBackup "$directory/*.sql.gz" -Confirm:$false } }
    ) {
        $unpinned = & $Unpin
        $unpinned | Should -BeOfType ([EventLinkDr.Model.BackupSet])
        $unpinned.Pinned | Should -Be $false, $false
        Get-ChildItem $directory -Filter *.pin | Should -BeNullOrEmpty
        (Get-EventLinkBackup $directory).State | Should -Be Complete, Complete
    }

    It 'leaves one that was not pinned as it is' {
        $one = Get-EventLinkBackup $directory -Latest
        $null = $one | Unprotect-EventLinkBackup -Confirm:$false
        ($one | Unprotect-EventLinkBackup -Confirm:$false).Pinned | Should -BeFalse
        (Get-EventLinkBackup $directory).Pinned | Should -Be $false, $true
    }

    It 'lets retention decide again' {
        $oldest = (Get-EventLinkBackup $directory)[1]
        (Remove-EventLinkBackup $directory -KeepLast 1 -PlanOnly).Expired | Should -BeNullOrEmpty
        $null = $oldest | Unprotect-EventLinkBackup -Confirm:$false
        (Remove-EventLinkBackup $directory -KeepLast 1 -PlanOnly).Expired.Name | Should -Be $oldest.Name
    }

    It 'changes nothing with <Name>' -ForEach @(
        @{ Name = '-WhatIf'; Extra = @{ WhatIf = $true } }
        @{ Name = '-PlanOnly'; Extra = @{ PlanOnly = $true } }
    ) {
        $plan = Get-EventLinkBackup $directory -Latest | Unprotect-EventLinkBackup @Extra
        if ($Name -eq '-WhatIf') { $plan | Should -BeNullOrEmpty } else { $plan | Should -BeOfType ([EventLinkDr.Operations.Pins.PinPlan]) }
        (Get-EventLinkBackup $directory).Pinned | Should -Be $true, $true
    }

    It 'goes on with the others when one is not there' {
        $unpinned = Unprotect-EventLinkBackup "$directory/none.sql.gz", (Get-EventLinkBackup $directory -Latest).Path -Confirm:$false -ErrorVariable problems -ErrorAction SilentlyContinue
        $unpinned.Pinned | Should -Be $false
        $problems[0].FullyQualifiedErrorId | Should -Be 'BackupNotFound,EventLinkDr.PowerShell.Commands.UnprotectEventLinkBackupCommand'
        $problems[0].CategoryInfo.Category | Should -Be ObjectNotFound
        "$($problems[0].TargetObject)" | Should -Match 'none\.sql\.gz$'
    }
}
