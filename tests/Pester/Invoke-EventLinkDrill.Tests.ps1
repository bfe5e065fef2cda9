#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Invoke-EventLinkDrill' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        # A drill needs none of what an operator has in the environment, and touches none of it.
        Get-ChildItem Env:PG* | Remove-Item

        function Get-Leftover {
            Get-Process postgres, pg_dump -ErrorAction Ignore | Where-Object { $_.CommandLine -match 'eventlinkdr' }
            Get-ChildItem ([IO.Path]::GetTempPath()) -Filter eventlinkdr-drill* -ErrorAction Ignore
        }
    }

    It 'passes, measures, and leaves nothing' {
        $before = @(Get-Leftover).Count
        $result = Invoke-EventLinkDrill -SampleSize 5MB -Jobs 2
        $result | Should -BeOfType ([EventLinkDr.Operations.Drill.DrillResult])
        $result.Passed | Should -BeTrue
        $result.Rows | Should -BeGreaterThan 0
        $result.MeasuredRecoveryTime | Should -BeGreaterThan ([timespan]::Zero)
        $result.Kept | Should -BeNullOrEmpty
        @(Get-Leftover).Count | Should -Be $before
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
        $before = @(Get-Leftover).Count
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; Invoke-EventLinkDrill -SampleSize 200MB")
        $null = $shell.BeginInvoke()
        Wait-Until { @(Get-Leftover).Count -gt $before }
        $shell.Stop()
        $shell.Streams.Error | Should -BeNullOrEmpty
        Wait-Until { @(Get-Leftover).Count -eq $before }
    }

    It 'says which server is missing' {
        { Invoke-EventLinkDrill -MajorVersion 99 } | Should -Throw -ErrorId 'NoThrowawayServer,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
