#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# A plan changes nothing: neither on the server nor in the directory, whatever the command and however it is asked for.
BeforeDiscovery {
    $plans = @(
        @{ Name = 'Backup-EventLinkDb'; Command = { Backup-EventLinkDb "$directory/" @extra }; Plan = 'BackupPlan' }
        @{ Name = 'Test-EventLinkBackup'; Command = { Get-EventLinkBackup $directory -Latest | Test-EventLinkBackup -Level Content @extra }; Plan = 'VerifyPlan' }
        @{ Name = 'Test-EventLinkBackup -Level Restore'; Command = { Get-EventLinkBackup $directory -Latest | Test-EventLinkBackup -Level Restore @extra }; Plan = 'VerifyPlan' }
        @{ Name = 'Restore-EventLinkDb'; Command = { Get-EventLinkBackup $directory -Latest | Restore-EventLinkDb @extra }; Plan = 'RestorePlan' }
        @{ Name = 'Restore-EventLinkDb -Mode InPlace'; Command = { Get-EventLinkBackup $directory -Latest | Restore-EventLinkDb -Mode InPlace @extra }; Plan = 'RestorePlan' }
        @{ Name = 'Restore-EventLinkDb -NewName'; Command = { Get-EventLinkBackup $directory -Latest | Restore-EventLinkDb -NewName staging @extra }; Plan = 'RestorePlan' }
        @{ Name = 'New-EventLinkBackupKey'; Command = { New-EventLinkBackupKey $directory/new.key @extra }; Plan = 'NewKeyPlan' }
        @{ Name = 'Invoke-EventLinkRecovery'; Command = { Get-EventLinkBackup $directory -Latest | Invoke-EventLinkRecovery @extra }; Plan = 'RecoveryPlan' }
        @{ Name = 'Undo-EventLinkRestore'; Command = { Undo-EventLinkRestore @extra }; Plan = 'UndoPlan' }
        @{ Name = 'Remove-EventLinkRollback'; Command = { Get-EventLinkRollback | Remove-EventLinkRollback @extra }; Plan = 'RollbackRemovalPlan' }
        @{ Name = 'Switch-EventLinkPrimary'; Command = { Switch-EventLinkPrimary $env:EVENTLINKDR_TEST_STANDBY @extra }; Plan = 'SwitchPlan' }
        @{ Name = 'Remove-EventLinkBackup'; Command = { Remove-EventLinkBackup $directory -KeepLast 1 @extra }; Plan = 'RemovalPlan' }
        @{ Name = 'Protect-EventLinkBackup'; Command = { Get-EventLinkBackup $directory -Latest | Protect-EventLinkBackup @extra }; Plan = 'PinPlan' }
        @{ Name = 'Copy-EventLinkBackup'; Command = { Copy-EventLinkBackup $directory "$directory/copies/" @extra }; Plan = 'CopyPlan' }
        @{ Name = 'Invoke-EventLinkDrill'; Command = { Invoke-EventLinkDrill @extra }; Plan = 'DrillPlan' }
        @{ Name = 'Invoke-EventLinkDrill -Target'; Command = { Get-EventLinkBackup $directory -Latest | Invoke-EventLinkDrill -Target (Get-EventLinkTarget) @extra }; Plan = 'DeploymentDrillPlan' }
        @{ Name = 'Unprotect-EventLinkBackup'; Command = { Get-EventLinkBackup $directory -Name pinned* | Unprotect-EventLinkBackup @extra }; Plan = 'PinPlan' }
        @{ Name = 'Export-EventLinkReport'; Command = { Test-EventLinkHealth -AsReport | Export-EventLinkReport $directory/report.html @extra }; Plan = 'ReportPlan' }
        @{ Name = 'Set-EventLinkMaintenance'; Command = { Set-EventLinkMaintenance -Enabled -WriteFence -ProjectDirectory $directory/project -WarningAction SilentlyContinue @extra }; Plan = 'MaintenancePlan' }
    )
}

Describe 'Plans' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase
        $directory = (New-Item -ItemType Directory "$TestDrive/backups").FullName
        $null = Backup-EventLinkDb "$directory/pinned.sql.gz" | Protect-EventLinkBackup
        $null = Backup-EventLinkDb "$directory/older.sql.gz"
        $null = Backup-EventLinkDb "$directory/"
        # Something to undo and to remove.
        $null = Get-EventLinkBackup $directory -Latest | Restore-EventLinkDb -Confirm:$false
        $null = New-TestProject $server $directory/project
        $standby = Start-TestStandby $server
        # By a variable, so that a PowerShell of its own knows it too.
        $env:EVENTLINKDR_TEST_STANDBY = "127.0.0.1:$($standby.Port)"

        function Get-Everything {
            Get-ServerState
            Get-ChildItem $directory -Force -Recurse | ForEach-Object { "$($_.Name) $($_.Length) $($_.LastWriteTimeUtc.Ticks)" }
        }
    }

    AfterAll {
        Remove-Item Env:EVENTLINKDR_TEST_STANDBY, Env:DOCKER_HOST -ErrorAction Ignore
        Stop-TestServer $standby
        Stop-TestServer $server
    }

    Context '<Name>' -ForEach $plans {
        BeforeEach {
            $before = Get-Everything
        }

        AfterEach {
            Get-Everything | Should -Be $before
            Wait-Until { -not (Get-OurSession) }
        }

        It 'emits nothing with -WhatIf' {
            $extra = @{ WhatIf = $true }
            & $Command | Should -BeNullOrEmpty
        }

        It 'emits nothing under $WhatIfPreference, forced or not' {
            $WhatIfPreference = $true
            $extra = @{ Confirm = $false }
            & $Command | Should -BeNullOrEmpty
            $extra = @{ Force = $true }
            if ((Get-Command ($Name -split ' ')[0]).Parameters.ContainsKey('Force')) { & $Command | Should -BeNullOrEmpty }
        }

        It 'emits its plan with -PlanOnly' {
            $extra = @{ PlanOnly = $true }
            $emitted = & $Command
            $emitted.GetType().Name | Should -Be $Plan
            $emitted.Steps.Count | Should -BeGreaterThan 0
            # Lists that C# makes of its own accord cannot be indexed from a script.
            @($emitted.Steps[0]).Count | Should -Be 1
            if ($emitted.Notes.Count) { @($emitted.Notes[0]).Count | Should -Be 1 }
            $emitted.Operation, $emitted.Subject | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        }
    }

    # In one PowerShell for all: it takes longer to start than they do to refuse.
    Context 'where it would have to ask and nobody can answer' -ForEach @{ All = $plans } {
        BeforeAll {
            $before = Get-Everything
            $steps = foreach ($entry in $All) {
                $text = $entry.Command.ToString() -replace '@extra', '-Confirm' -replace '\$directory', $directory
                "try { $text } catch { '$($entry.Name): ' + `$_.FullyQualifiedErrorId; '$($entry.Name): ' + `$_.ErrorDetails.RecommendedAction }"
            }

            $lines = Invoke-InNewPowerShell ("Import-Module `$ModulePath; " + ($steps -join "`n"))
        }

        It '<Name> refuses, and says how to go on' -ForEach $plans {
            $own = @($lines).Where({ "$_".StartsWith("${Name}: ") }) -replace '^[^:]+: '
            $own[0] | Should -Match '^ConfirmationNeeded,'
            $own[1] | Should -Match '-Confirm:\$false'
        }

        It 'changes nothing' { Get-Everything | Should -Be $before }
    }

    It 'are made by every command that changes something' -ForEach @{ All = $plans } {
        $changing = Get-Command -Module EventLinkDr | Where-Object { $_.Parameters.ContainsKey('WhatIf') }
        # Without the code there is nothing to plan: that is the matter of its own file.
        $changing.Name | Where-Object { $_ -ne 'Update-EventLinkSchema' } | ForEach-Object { $_ | Should -BeIn ($All.Name -replace ' .*') }
    }

    It 'prints the whole plan to the host' {
        $lines = Invoke-InNewPowerShell "Import-Module `$ModulePath; Get-EventLinkBackup '$directory' -Latest | Restore-EventLinkDb -WhatIf"
        $lines[0] | Should -Match '^What if: Restore eventlink-\d{8}T\d{6}Z\.sql\.gz \(database eventlink on eventlink@127\.0\.0\.1:\d+\)$'
        $lines -match '^ +\d+\. Create +database eventlink_restore_' | Should -Not -BeNullOrEmpty
        $lines -match '^ +\d+\. Rename +database eventlink to eventlink_before_' | Should -Not -BeNullOrEmpty
    }

    It 'asks before data may go even without -Confirm' {
        $lines = Invoke-InNewPowerShell "Import-Module `$ModulePath; try { Undo-EventLinkRestore } catch { `$_.FullyQualifiedErrorId }"
        $lines | Should -BeLike 'ConfirmationNeeded,*'
    }
}
