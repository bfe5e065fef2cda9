#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# A migration runs in a container of the backend's image: real ones are the matter of the scenarios. Here is what the cmdlet makes of it, with an engine that
# plays one, and what happens where there is none.
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

    It 'brings the schema to the code''s, and says from where to where' {
        $engine = Start-TestEngine $server
        try {
            (Get-EventLinkSchemaRevision -Container events-db-1).Relation | Should -Be DatabaseBehind
            $before = Get-ServerState
            $refused = Get-Problem { Update-EventLinkSchema "$directory/" -Container events-db-1 -WhatIf }
            $refused.FullyQualifiedErrorId | Should -BeLike 'CodeRevisionUnknown,*' -Because 'no container is made to ask a backend that does not run'
            Get-ServerState | Should -Be $before

            $result = Update-EventLinkSchema "$directory/" -Container events-db-1 -SkipSafetyBackup -Confirm:$false
            $result | Should -BeOfType ([EventLinkDr.Operations.Schema.SchemaUpdateResult])
            $result.Changed, $result.From, $result.To | Should -Be $true, 0021_weighted_implicit_signals, 0022_probe_notes
            $result.Output | Should -Match 'Running upgrade'
            $result.LogFile | Should -Exist
            $result | Format-Table | Out-String -Width 140 | Should -Match '(?s)Changed +From +To +Duration.*True +0021_weighted'
            Invoke-Sql 'SELECT count(probe_note) FROM public.users' | Should -Be 0
            (Get-EventLinkSchemaRevision -Container events-db-1).Relation | Should -Be Same
            (Update-EventLinkSchema "$directory/" -Container events-db-1 -Force).Changed | Should -BeFalse
            # Nothing is left of the containers that were made.
            ((Invoke-RestMethod "$($engine.Address)v1.43/containers/json?filters=%7B%22label%22%3A%5B%5D%7D").Names) | Should -HaveCount 2
            $directory | Should -Not -Exist
        }
        finally {
            Remove-Item Env:DOCKER_HOST
            Stop-TestHttp $engine
            Invoke-Sql "ALTER TABLE public.users DROP COLUMN IF EXISTS probe_note; UPDATE public.alembic_version SET version_num = '0021_weighted_implicit_signals'"
        }
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
