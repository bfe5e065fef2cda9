#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Invoke-EventLinkDrill' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $temp = [IO.Path]::GetTempPath()
        function Get-Left { Get-ChildItem $temp -Filter 'eventlinkdr-drill-*' | Select-Object -ExpandProperty Name }
    }

    It 'proves a recovery and leaves nothing' {
        $before = Get-Left
        $drill = Invoke-EventLinkDrill -SampleSize 1MB
        $drill.Passed | Should -BeTrue
        $drill.Proof | Should -Be Proven
        $drill.Differences | Should -BeNullOrEmpty
        $drill.Phases.Name | Should -Contain 'recover'
        $drill.MeasuredRecoveryTime | Should -BeGreaterThan ([timespan]::Zero)
        Get-Left | Should -Be $before
        Get-Process postgres -ErrorAction Ignore | Where-Object CommandLine -Match ([regex]::Escape(($drill.Server -split ' in ')[-1])) | Should -BeNullOrEmpty
    }

    It 'shows itself in a list with every phase' {
        $text = Invoke-EventLinkDrill -SampleSize 1MB | Out-String -Width 200
        $text | Should -Match 'Passed\s+: True'
        $text | Should -Match 'compare row for row'
    }

    It 'starts nothing with -WhatIf' {
        $before = Get-Left
        Invoke-EventLinkDrill -WhatIf | Should -BeNullOrEmpty
        Get-Left | Should -Be $before
    }

    It 'emits the plan with -PlanOnly' {
        $plan = Invoke-EventLinkDrill -PlanOnly
        $plan | Should -BeOfType EventLinkDr.Operations.Drill.DrillPlan
        $plan.Steps.Count | Should -Be 8
    }

    It 'says which server is missing' {
        { Invoke-EventLinkDrill -MajorVersion 99 } | Should -Throw -ErrorId 'NoThrowawayServer,EventLinkDr.PowerShell.Commands.InvokeEventLinkDrillCommand'
    }

    It 'removes everything when the pipeline ends early' {
        $before = Get-Left
        $job = Start-ThreadJob { Import-Module $using:ModulePath; Invoke-EventLinkDrill -SampleSize 20MB }
        Wait-Until { Compare-Object @(Get-Left) @($before) }
        Stop-Job $job
        Wait-Until { -not (Compare-Object @(Get-Left) @($before)) }
        Remove-Job $job -Force
    }
}
