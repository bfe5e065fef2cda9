#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The code's side needs a container of the backend: that is the matter of the scenarios. Here is what any database says.
Describe 'Get-EventLinkSchemaRevision' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        Invoke-Sql 'CREATE DATABASE empty' -Database postgres
        $directory = (New-Item -ItemType Directory "$TestDrive/backups").FullName
        1..2 | ForEach-Object { $null = Backup-EventLinkDb "$directory/" }
    }

    BeforeEach { Use-TestServer $server }

    AfterEach { Wait-Until { -not (Get-OurSession) } }

    AfterAll { Stop-TestServer $server }

    It 'says the revision of the database, and why that of the code is not known' {
        $status = Get-EventLinkSchemaRevision
        $status | Should -BeOfType ([EventLinkDr.Operations.Schema.SchemaStatus])
        $status.Database, $status.Relation | Should -Be 0021_weighted_implicit_signals, Unknown
        $status.Target | Should -Match "eventlink.*127\.0\.0\.1:$($server.Port)"
        @($status.Code).Count | Should -Be 0
        $status.Backup, $status.BackupRelation | Should -Be $null, $null
        $status.Detail | Should -Match 'no compose project'
    }

    It 'says that a database has none' {
        $env:PGDATABASE = 'empty'
        $status = Get-EventLinkSchemaRevision
        $status.Database | Should -BeNullOrEmpty
        $status.Detail | Should -Match 'holds no revision'
    }

    It 'says that a database is not there, for in a disaster that is the question' {
        $env:PGDATABASE = 'nowhere'
        $status = Get-EventLinkSchemaRevision
        $status.Database, $status.Relation | Should -Be $null, Unknown
        $status.Detail | Should -Match 'does not exist'
    }

    It 'gives an object for each backup of a pipeline' {
        $all = Get-EventLinkBackup $directory | Get-EventLinkSchemaRevision
        $all.Backup | Should -Be 0021_weighted_implicit_signals, 0021_weighted_implicit_signals
        $all.BackupRelation | Should -Be Unknown, Unknown
        (Get-EventLinkSchemaRevision -Backup (Get-EventLinkBackup $directory -Latest)).Backup | Should -Be 0021_weighted_implicit_signals
    }

    It 'takes no target from the pipeline' {
        { Get-EventLinkTarget | Get-EventLinkSchemaRevision -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
    }

    It '<Id>: <Script>' -ForEach @(
        @{ Id = 'ServerUnreachable'; Category = 'ConnectionError'; Script = { Get-EventLinkSchemaRevision -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' } }
        @{ Id = 'ServerAuthenticationFailed'; Category = 'AuthenticationError'; Script = { $env:PGPASSWORD = 'wrong'; Get-EventLinkSchemaRevision } }
    ) {
        $problem = Get-Problem $Script
        $problem.FullyQualifiedErrorId | Should -Be "$Id,EventLinkDr.PowerShell.Commands.GetEventLinkSchemaRevisionCommand"
        $problem.CategoryInfo.Category | Should -Be $Category
        Use-TestServer $server
    }

    It 'changes nothing' {
        $before = Get-ServerState
        $null = Get-EventLinkSchemaRevision
        Get-ServerState | Should -Be $before
    }

    It 'is a table, and a list of everything' {
        $status = Get-EventLinkBackup $directory -Latest | Get-EventLinkSchemaRevision
        $status | Format-Table | Out-String -Width 140 | Should -Match '(?s)Database +Code +Relation +Backup +BackupRelation.*0021_weighted.*unknown'
        $status | Format-List | Out-String | Should -Match '(?m)^Detail +: '
    }
}
