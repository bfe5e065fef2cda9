#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Get-EventLinkBackup' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $directory = (New-Item -ItemType Directory "$TestDrive/back ups [1]").FullName
        $first = (Backup-EventLinkDb "$directory/").Backup
        Start-Sleep -Seconds 1.1
        $second = (Backup-EventLinkDb "$directory/").Backup
        # A list is made from files alone.
        Stop-TestServer $server
        Get-ChildItem Env:PG* | Remove-Item

        $strange = (New-Item -ItemType Directory "$TestDrive/strange").FullName
        Set-Content "$strange/foreign.sql" "-- PostgreSQL database dump`n-- PostgreSQL database dump complete"
        Copy-Item -LiteralPath $second.Path "$strange/without-manifest.sql.gz"
        Get-ChildItem -LiteralPath $directory -Filter "$($first.Name -replace '\.sql\.gz$')*" | ForEach-Object { Copy-Item -LiteralPath $_ $strange }
        [IO.File]::WriteAllBytes("$strange/$($first.Name)", [byte[]] (1..10))
        Set-Content "$strange/notes.txt" 'not a backup'
    }

    It 'lists newest first' {
        $listed = Get-EventLinkBackup -LiteralPath $directory
        $listed.Name | Should -Be $second.Name, $first.Name
        $listed[0] | Should -BeOfType ([EventLinkDr.Model.BackupSet])
        $listed[0].Time | Should -BeGreaterThan $listed[1].Time
    }

    It 'sorts as PowerShell sorts' {
        (Get-EventLinkBackup -LiteralPath $directory | Sort-Object Time).Name | Should -Be $first.Name, $second.Name
    }

    It 'lists ./backups without a path, and nothing where there is none' {
        $null = New-Item -ItemType Directory "$TestDrive/here/backups"
        Copy-Item "$([WildcardPattern]::Escape($directory))/*" "$TestDrive/here/backups"
        Push-Location $TestDrive/here
        try { @(Get-EventLinkBackup).Count | Should -Be 2 } finally { Pop-Location }
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'wildcards'; Get = { Get-EventLinkBackup "$TestDrive/back*" } }
        @{ Kind = 'wildcards of files'; Get = { Get-EventLinkBackup "$TestDrive/back ups*/*.sql.gz" } }
        @{ Kind = 'an escaped path'; Get = { Get-EventLinkBackup "$TestDrive/back ups ``[1``]" } }
        @{ Kind = 'a literal path'; Get = { Get-EventLinkBackup -LiteralPath $directory } }
        @{ Kind = 'a path of a drive'; Get = { $null = New-PSDrive -Name back -PSProvider FileSystem -Root $directory; Get-EventLinkBackup back:/ } }
        @{ Kind = 'a path with its provider'; Get = { Get-EventLinkBackup -LiteralPath "Microsoft.PowerShell.Core\FileSystem::$directory" } }
        @{ Kind = 'a relative path'; Get = { Push-Location -LiteralPath $directory; try { Get-EventLinkBackup . } finally { Pop-Location } } }
        @{ Kind = 'a directory from the pipeline'; Get = { Get-Item -LiteralPath $directory | Get-EventLinkBackup } }
        @{ Kind = 'files from the pipeline'; Get = { Get-ChildItem -LiteralPath $directory -Filter *.sql.gz | Get-EventLinkBackup } }
        @{ Kind = 'text from the pipeline'; Get = { "$TestDrive/back*" | Get-EventLinkBackup } }
        @{ Kind = 'a property Path'; Get = { [pscustomobject]@{ Path = "$TestDrive/back*"; Database = 'other'; Name = 'ignored' } | Get-EventLinkBackup } }
        @{ Kind = 'a property PSPath'; Get = { [pscustomobject]@{ PSPath = $directory } | Get-EventLinkBackup } }
        @{ Kind = 'the same place twice'; Get = { Get-EventLinkBackup "$TestDrive/back*", "$TestDrive/back*/*.gz" } }
    ) {
        (& $Get).Name | Should -Be $second.Name, $first.Name
    }

    It 'chooses with <Parameter>' -ForEach @(
        @{ Parameter = '-Latest'; Get = { Get-EventLinkBackup -LiteralPath $directory -Latest }; Expected = 'second' }
        @{ Parameter = '-Last'; Get = { Get-EventLinkBackup -LiteralPath $directory -Last 1 }; Expected = 'second' }
        @{ Parameter = '-Name'; Get = { Get-EventLinkBackup -LiteralPath $directory -Name "*$($first.Name)" }; Expected = 'first' }
        @{ Parameter = '-Before'; Get = { Get-EventLinkBackup -LiteralPath $directory -Before $second.Time }; Expected = 'first' }
        @{ Parameter = '-After'; Get = { Get-EventLinkBackup -LiteralPath $directory -After $first.Time.ToString('o') }; Expected = 'second' }
        @{ Parameter = '-Before of a local time'; Get = { Get-EventLinkBackup -LiteralPath $directory -Before $second.Time.LocalDateTime }; Expected = 'first' }
    ) {
        @(& $Get).Name | Should -Be (Get-Variable $Expected -ValueOnly).Name
    }

    It 'gives the newest of <Kind>' -ForEach @(
        @{ Kind = 'a path'; Get = { Get-EventLinkBackup "$TestDrive/back*" -Latest } }
        @{ Kind = 'a literal path'; Get = { Get-EventLinkBackup -Latest -LiteralPath $directory } }
        @{ Kind = 'the location'; Get = { Push-Location "$TestDrive/here"; try { Get-EventLinkBackup -Latest } finally { Pop-Location } } }
        @{ Kind = 'text from the pipeline'; Get = { "$TestDrive/back*" | Get-EventLinkBackup -Latest } }
        @{ Kind = 'a directory from the pipeline'; Get = { Get-Item -LiteralPath $directory | Get-EventLinkBackup -Latest } }
        @{ Kind = 'files from the pipeline'; Get = { Get-ChildItem -LiteralPath $directory -Filter *.sql.gz | Get-EventLinkBackup -Latest } }
        @{ Kind = 'a property Path'; Get = { [pscustomobject]@{ Path = "$TestDrive/back*" } | Get-EventLinkBackup -Latest } }
        @{ Kind = 'a property PSPath'; Get = { [pscustomobject]@{ PSPath = $directory } | Get-EventLinkBackup -Latest } }
    ) {
        (& $Get).Name | Should -Be $second.Name
    }

    It 'takes -Latest or -Last, says so before it looks, and completes only what still fits' {
        { Get-EventLinkBackup -LiteralPath $directory -Latest -Last 3 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Get-EventLinkBackup -Last 3 -Latest } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        (Get-Completion 'Get-EventLinkBackup -La').CompletionText | Sort-Object | Should -Be '-Last', '-Latest'
        (Get-Completion 'Get-EventLinkBackup -Latest -La').CompletionText | Should -Not -Contain '-Last'
        (Get-Completion 'Get-EventLinkBackup -Last 3 -La').CompletionText | Should -Not -Contain '-Latest'
    }

    It 'says what each file is' {
        $states = @{}
        Get-EventLinkBackup $strange | ForEach-Object { $states[$_.Name] = "$($_.State)" }
        $states['foreign.sql'] | Should -Be Foreign
        $states['without-manifest.sql.gz'] | Should -Be Incomplete
        $states[$first.Name] | Should -Be Damaged
        $states.Keys | Should -Not -Contain notes.txt
        (Get-EventLinkBackup $strange -Latest).Name | Should -Be foreign.sql
        Get-EventLinkBackup $strange | Where-Object State -NE Complete | ForEach-Object { $_.Detail | Should -Not -BeNullOrEmpty }
    }

    It 'lists the others when one place is not there' {
        $listed = "$TestDrive/none", "$TestDrive/back*" | Get-EventLinkBackup -ErrorVariable problems -ErrorAction SilentlyContinue
        $listed.Count | Should -Be 2
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'BackupNotFound,*'
        $problems[0].TargetObject | Should -Be "$TestDrive/none"
    }

    It 'is silent about a pattern that fits nothing, and not about a name' {
        Get-EventLinkBackup -LiteralPath $directory -Name none* | Should -BeNullOrEmpty
        { Get-EventLinkBackup -LiteralPath $directory -Name none.sql.gz } | Should -Throw -ErrorId 'BackupNotFound,*'
    }

    It 'lets a script ask whether something is there: <What>' -ForEach @(
        @{ What = 'a place'; Get = { Get-EventLinkBackup "$TestDrive/none" @args } }
        @{ What = 'a literal place'; Get = { Get-EventLinkBackup -LiteralPath "$TestDrive/none" @args } }
        @{ What = 'a name'; Get = { Get-EventLinkBackup -LiteralPath $directory -Name none.sql.gz @args } }
        @{ What = 'the newest'; Get = { Get-EventLinkBackup -LiteralPath $directory -Name none* -Latest @args } }
    ) {
        . $Get -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -BeLike 'BackupNotFound,*'
        & $Get -ErrorAction Ignore | Should -BeNullOrEmpty
        { & $Get -ErrorAction Stop } | Should -Throw -ErrorId 'BackupNotFound,*'
    }

    It 'refuses a time without its zone' {
        { Get-EventLinkBackup -LiteralPath $directory -After '2026-11-23 07:45' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'ends early with the pipeline' {
        (Get-EventLinkBackup -LiteralPath $directory | Select-Object -First 1).Name | Should -Be $second.Name
    }
}
