#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'What a person sees' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase
        $directory = "$TestDrive/backups"
        $backup = Backup-EventLinkDb "$directory/"
        $plan = Backup-EventLinkDb "$directory/" -PlanOnly
        $proof = $backup | Test-EventLinkBackup -Level Content
        $restore = $backup | Restore-EventLinkDb -Confirm:$false
        $seen = @{
            Target  = Get-EventLinkTarget
            Backup  = $backup
            Set     = Get-EventLinkBackup $directory -Latest
            Plan    = $plan
            Proof   = $proof
            Restore = $restore
            Kept    = Get-EventLinkRollback
            Undo    = $restore | Undo-EventLinkRestore -Confirm:$false
        }
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'

        function Get-Header([object] $Item, [int] $Width) {
            ($Item | Format-Table | Out-String -Width $Width).Split("`n").Trim() | Where-Object { $_ } | Select-Object -First 1
        }
    }

    AfterAll {
        $PSStyle.OutputRendering = $rendering
        Stop-TestServer $server
    }

    It 'is a table of <Header> for <Name>' -ForEach @(
        @{ Name = 'Target'; Header = 'Database Host Port Username Source Container' }
        @{ Name = 'Backup'; Header = 'Backup Rows Size RawSize Duration' }
        @{ Name = 'Set'; Header = 'Name Time Size State Proof Revision' }
        @{ Name = 'Proof'; Header = 'Backup Level Passed ErrorId Rows Duration' }
        @{ Name = 'Restore'; Header = 'Database Outcome Rows RecoveryTime DataLoss PreviousDatabase' }
        @{ Name = 'Kept'; Header = 'Name Database Replaced Size Sessions' }
    ) {
        (Get-Header $seen[$Name] 140) -replace '\s+', ' ' | Should -Be $Header
    }

    It 'has no column that is squeezed on a console of 80 characters: <_>' -ForEach 'Target', 'Backup', 'Set', 'Proof', 'Restore', 'Kept' {
        # A heading that does not fit is broken into several lines above the rule.
        $lines = ($seen[$_] | Format-Table | Out-String -Width 80).Split("`n").TrimEnd() | Where-Object { $_ }
        $lines[1] | Should -Match '^[- ]+$'
    }

    It 'shows sizes, counts and durations readably, and keeps them raw in the object' {
        $seen.Set | Out-String -Width 140 | Should -Match '\d+(\.\d+)? KB'
        $seen.Backup | Out-String -Width 140 | Should -Match '4,001'
        $seen.Set.Size | Should -BeOfType ([long])
        $seen.Backup.Duration | Should -BeOfType ([timespan])
        $seen.Set.Time.Offset | Should -Be ([timespan]::Zero)
    }

    It 'shows everything in a list' {
        $list = $seen.Set | Format-List | Out-String
        foreach ($name in 'Name', 'Path', 'State', 'Time', 'Size', 'Database', 'Revision', 'Proof', 'Pinned', 'Tables', 'Rows', 'Manifest') { $list | Should -Match "(?m)^$name +:" }
        $seen.Restore | Format-List | Out-String | Should -Match 'Proof +: Proven: 3 tables, 4,001 rows'
    }

    It 'shows a plan step by step' {
        $seen.Plan | Out-String | Should -Match '(?s)Steps +: +1\. Read: lock 3 tables.*2\. Read: definitions'
    }

    It 'is coloured, and plain where colour is not wanted' {
        $escape = [char] 27
        $seen.Set | Out-String | Should -Not -Match $escape
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $seen.Set | Out-String | Should -Match "$escape\[32mComplete"
        }
        finally {
            $PSStyle.OutputRendering = 'PlainText'
        }

        $env:NO_COLOR = 1
        Invoke-InNewPowerShell "Import-Module `$ModulePath; Get-EventLinkBackup '$directory' | Out-String" | Out-String | Should -Not -Match $escape
    }
}
