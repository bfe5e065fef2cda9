#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# A migration needs a container of the backend: that is the matter of the scenarios. Here is what happens where there is none.
Describe 'Update-EventLinkSchema' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $directory = "$TestDrive/backups"
    }

    BeforeEach { Use-TestServer $server }

    AfterEach { Wait-Until { -not (Get-OurSession) } }

    AfterAll { Stop-TestServer $server }

    It 'refuses before anything is saved or changed: <Name>' -ForEach @(
        @{ Name = 'with -Confirm:$false'; Extra = @{ Confirm = $false } }
        @{ Name = 'with -Force'; Extra = @{ Force = $true } }
        @{ Name = 'with -WhatIf'; Extra = @{ WhatIf = $true } }
        @{ Name = 'with -PlanOnly'; Extra = @{ PlanOnly = $true } }
        @{ Name = 'without a safety backup'; Extra = @{ SkipSafetyBackup = $true; Force = $true } }
    ) {
        $before = Get-ServerState
        $problem = Get-Problem { Update-EventLinkSchema "$directory/" @Extra }
        $problem.FullyQualifiedErrorId | Should -Be 'CodeRevisionUnknown,EventLinkDr.PowerShell.Commands.UpdateEventLinkSchemaCommand'
        $problem.CategoryInfo.Category | Should -Be ObjectNotFound
        "$($problem.TargetObject)" | Should -Match "eventlink.*127\.0\.0\.1:$($server.Port)"
        $problem.ErrorDetails.RecommendedAction | Should -Match 'compose'
        Get-ServerState | Should -Be $before
        $directory | Should -Not -Exist
    }

    It 'is never aimed by the pipeline' {
        { Get-EventLinkTarget | Update-EventLinkSchema -Force -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
        { [pscustomobject]@{ Path = $directory; Target = 'x'; Database = 'x' } | Update-EventLinkSchema -Force -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
    }

    It 'takes the target that is named' {
        $target = Get-EventLinkTarget
        $env:PGPORT = 1
        Get-Problem { Update-EventLinkSchema "$directory/" -Target $target -Force } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'CodeRevisionUnknown,*'
        Get-Problem { Update-EventLinkSchema "$directory/" -Force } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'ServerUnreachable,*'
        Use-TestServer $server
    }

    It 'refuses a place that is no file system' {
        { Update-EventLinkSchema Env:/x -Force } | Should -Throw -ErrorId 'StoreUnavailable,*'
    }
}
