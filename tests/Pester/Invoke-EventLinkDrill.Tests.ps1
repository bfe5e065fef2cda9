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

    It 'says which server is missing' {
        { Invoke-EventLinkDrill -MajorVersion 99 } | Should -Throw -ErrorId 'NoThrowawayServer,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
