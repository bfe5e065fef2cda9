#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Invoke-EventLinkDrill' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        # A drill needs none of what an operator has in the environment, and touches none of it.
        Get-ChildItem Env:PG* | Remove-Item
        # Temporary files of the drill, apart from those of anybody else.
        $temporary = (New-Item -ItemType Directory "$TestDrive/temporary").FullName
        $env:TMPDIR = $temporary

        function Get-Leftover {
            Get-PostgresBelow $temporary
            Get-ChildItem $temporary -Filter eventlinkdr-*
        }
    }

    AfterAll {
        $env:TMPDIR = $null
    }

    It 'passes, measures, and leaves nothing' {
        $result = Invoke-EventLinkDrill -SampleSize 5MB -Jobs 2
        $result | Should -BeOfType ([EventLinkDr.Operations.Drill.DrillResult])
        $result.Passed | Should -BeTrue
        $result.Rows | Should -BeGreaterThan 0
        $result.MeasuredRecoveryTime | Should -BeGreaterThan ([timespan]::Zero)
        $result.Kept | Should -BeNullOrEmpty
        Get-Leftover | Should -BeNullOrEmpty
    }

    It 'takes a size as text or as a number' {
        (Invoke-EventLinkDrill -SampleSize '1.5 GB' -PlanOnly).Options.Scale | Should -Be (Invoke-EventLinkDrill -SampleSize 1.5GB -PlanOnly).Options.Scale
    }

    It 'refuses <Value> for -<Parameter>' -ForEach @(
        @{ Parameter = 'SampleSize'; Value = 'large' }
        @{ Parameter = 'SampleSize'; Value = 10 }
        @{ Parameter = 'MajorVersion'; Value = 5 }
        @{ Parameter = 'Jobs'; Value = 0 }
    ) {
        $arguments = @{ $Parameter = $Value; PlanOnly = $true }
        { Invoke-EventLinkDrill @arguments } | Should -Throw -ErrorId 'ParameterArgument*'
    }

    It 'stops with the pipeline, and leaves nothing' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; Invoke-EventLinkDrill -SampleSize 200MB")
        $null = $shell.BeginInvoke()
        Wait-Until { Get-PostgresBelow $temporary }
        $shell.Stop()
        $shell.Streams.Error | Should -BeNullOrEmpty
        Get-Leftover | Should -BeNullOrEmpty
    }

    Context 'on a copy of a deployment' {
        BeforeAll {
            # Its socket needs a short path.
            $env:TMPDIR = $null
            $server = Start-TestServer
            $env:TMPDIR = $temporary
            $null = New-Item -ItemType Directory "$TestDrive/backups"
            Initialize-SampleDatabase -Rows 100
            $null = Backup-EventLinkDb "$TestDrive/backups/older.sql.gz"
            $backup = (Backup-EventLinkDb "$TestDrive/backups/newer.sql.gz").Backup
            $target = Get-EventLinkTarget
            $before = Get-ServerState
        }

        AfterAll {
            Stop-TestServer $server
            Get-ChildItem Env:PG* | Remove-Item
        }

        It 'restores and proves the newest backup, says that there is no backend, and touches nothing' {
            $result = Invoke-EventLinkDrill "$TestDrive/backups" -Target $target -RpoObjective 1h -ReportPath "$TestDrive/drill.html" -Jobs 2
            $result | Should -BeOfType ([EventLinkDr.Operations.Drill.DeploymentDrillResult])
            $result.Passed, $result.WithBackend | Should -Be $true, $false
            $result.Backup | Should -BeLike '*newer.sql.gz'
            $result.Proof, $result.RpoOutcome | Should -Be 'Proven', 'Met'
            $result.Steps.Where{ $_.Name -eq 'Restore' }.Status | Should -Be Done
            $result.Steps.Where{ $_.Name -eq 'StartServices' }.Detail | Should -BeLike 'the backend is left out*'
            $result.Notes[0] | Should -BeLike 'the backend was left out*'
            Get-Content "$TestDrive/drill.html" -TotalCount 1 | Should -Be '<!doctype html>'
            $result | Export-EventLinkReport "$TestDrive/drill.md" | Should -Not -BeNullOrEmpty
            $result | Format-Table | Out-String | Should -BeLike '*Proven*'
            $result | Format-List | Out-String | Should -BeLike '*Restore: Done in*'
            Get-ServerState | Should -Be $before
            Get-Leftover | Should -BeNullOrEmpty
        }

        It 'takes one backup from the pipeline' {
            $plan = $backup | Invoke-EventLinkDrill -Target $target -PlanOnly
            $plan.Backup.Name, $plan.WithBackend | Should -Be $backup.Name, $false
            { Get-EventLinkBackup "$TestDrive/backups" | Invoke-EventLinkDrill -Target $target } | Should -Throw -ErrorId 'InputNotSingle,*'
            { Invoke-EventLinkDrill "$TestDrive" -Target $target } | Should -Throw -ErrorId 'BackupNotFound,*'
        }

        It 'finds no deployment by itself' {
            (Invoke-EventLinkDrill -PlanOnly).GetType().Name | Should -Be DrillPlan
            { $backup | Invoke-EventLinkDrill } | Should -Throw -ErrorId 'OptionsInvalid,*'
            { Invoke-EventLinkDrill -Target $target -SampleSize 5MB } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        }
    }

    It 'says which server is missing' {
        { Invoke-EventLinkDrill -MajorVersion 99 } | Should -Throw -ErrorId 'NoThrowawayServer,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
