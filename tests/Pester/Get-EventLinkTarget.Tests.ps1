#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Get-EventLinkTarget' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $project = (New-Item -ItemType Directory "$TestDrive/project/sub" -Force).Parent.FullName
        Set-Content "$project/docker-compose.yml" @'
services:
  db:
    image: postgres:15
    environment:
      POSTGRES_DB: ${POSTGRES_DB}
'@
        Set-Content "$project/.env" 'POSTGRES_DB=from_project', 'POSTGRES_USER=owner', 'POSTGRES_PASSWORD=hidden-word'
        # No server is needed to say which one is meant.
        $nowhere = [pscustomobject]@{ Port = 1; Password = 'hidden-word' }
    }

    BeforeEach {
        Use-TestServer $nowhere
    }

    It 'reads the environment as libpq does' {
        $target = Get-EventLinkTarget
        $target.Database, $target.Host, $target.Port, $target.Username, $target.Source | Should -Be eventlink, 127.0.0.1, 1, eventlink, Environment
    }

    It 'reads <Form>' -ForEach @(
        @{ Form = 'a URI'; Text = 'postgresql://me@db.example:6432/app' }
        @{ Form = 'words of libpq'; Text = 'host=db.example port=6432 dbname=app user=me' }
        @{ Form = 'words of ADO'; Text = 'Host=db.example;Port=6432;Database=app;Username=me' }
    ) {
        $target = Get-EventLinkTarget -ConnectionString $Text
        $target.Database, $target.Host, $target.Port, $target.Username, $target.Source | Should -Be app, db.example, 6432, me, Explicit
    }

    It 'takes user and password from a credential' {
        $secret = [securestring]::new()
        'another-word'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
        $target = Get-EventLinkTarget -Credential ([pscredential]::new('domain\me', $secret))
        $target.Username | Should -Be 'domain\me'
        $target | Format-List * -Force | Out-String | Should -Not -Match 'another-word'
        "$target $($target | ConvertTo-Json -Depth 5)" | Should -Not -Match 'another-word|hidden-word'
    }

    It 'finds the compose project of <Where>' -ForEach @(
        @{ Where = 'the location'; Below = '' }
        @{ Where = 'a directory above it'; Below = 'sub' }
    ) {
        Get-ChildItem Env:PG* | Remove-Item
        Push-Location "$project/$Below"
        try { $target = Get-EventLinkTarget -WarningAction SilentlyContinue } finally { Pop-Location }
        $target.Database, $target.Username, $target.Source | Should -Be from_project, owner, ComposeProject
        $target.ProjectDirectory | Should -Be $project
    }

    It 'never guesses between two databases' {
        Push-Location $project
        try { { Get-EventLinkTarget -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'TargetAmbiguous,*' } finally { Pop-Location }
        $Error[0].Exception.Message | Should -Match 'eventlink on 127\.0\.0\.1:1 .*from_project on'
        Get-EventLinkTarget -ProjectDirectory $project -WarningAction SilentlyContinue | ForEach-Object Database | Should -Be from_project
    }

    It 'takes a project directory of a drive of PowerShell' {
        $null = New-PSDrive -Name dr -PSProvider FileSystem -Root $TestDrive
        (Get-EventLinkTarget -ProjectDirectory dr:/project -WarningAction SilentlyContinue).ProjectDirectory | Should -Be $project
    }

    It 'refuses two places at once' {
        { Get-EventLinkTarget -ConnectionString 'dbname=x' -Container y } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'gives a target that is known back, and lets what is explicit win over a default' {
        $PSDefaultParameterValues = @{ '*-EventLink*:Target' = Get-EventLinkTarget -ConnectionString 'host=a dbname=default user=me' }
        (Get-EventLinkTarget).Database | Should -Be default
        (Get-EventLinkTarget -ConnectionString 'host=b dbname=explicit user=me').Database | Should -Be explicit
        (Get-EventLinkTarget -ProjectDirectory $project -WarningAction SilentlyContinue).Database | Should -Be from_project
    }

    It 'takes nothing from the pipeline, by value or by name' {
        { [pscustomobject]@{ Container = 'x'; ConnectionString = 'dbname=x'; Database = 'x' } | Get-EventLinkTarget -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
    }
}
