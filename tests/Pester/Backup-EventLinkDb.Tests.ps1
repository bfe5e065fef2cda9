#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Backup-EventLinkDb' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 500
        Invoke-Sql 'CREATE ROLE reader; GRANT SELECT ON public.users TO reader; CREATE DATABASE empty' | Out-Null
        $directory = (New-Item -ItemType Directory "$TestDrive/back ups").FullName

        function Get-Text([string] $Path) {
            $stream = [IO.Compression.GZipStream]::new([IO.File]::OpenRead($Path), [IO.Compression.CompressionMode]::Decompress)
            try { [IO.StreamReader]::new($stream).ReadToEnd() } finally { $stream.Dispose() }
        }
    }

    BeforeEach {
        Use-TestServer $server
    }

    AfterEach {
        Wait-Until { -not (Get-OurSession) }
    }

    AfterAll {
        Stop-TestServer $server
    }

    It 'leaves a file and its manifest, and gives what it made' {
        $result = Backup-EventLinkDb "$directory/"
        $result | Should -BeOfType ([EventLinkDr.Operations.Backup.BackupResult])
        $result.Backup.Name | Should -Match '^eventlink-\d{8}T\d{6}Z\.sql\.gz$'
        $result.Rows | Should -Be 1001
        Test-Path -LiteralPath $result.Backup.Path, ($result.Backup.Path -replace '\.sql\.gz$', '.manifest.json') | Should -Be $true, $true
        $result.Backup.Size | Should -Be (Get-Item -LiteralPath $result.Backup.Path).Length
    }

    It 'makes a file that psql restores' {
        $path = (Backup-EventLinkDb "$directory/plain.sql.gz").Backup.Path
        Invoke-Sql 'CREATE DATABASE by_psql' -Database postgres
        Set-Content -LiteralPath "$TestDrive/plain.sql" (Get-Text $path)
        & (Join-Path (Get-PostgresDirectory) psql) -X -q -v ON_ERROR_STOP=1 -d by_psql -f "$TestDrive/plain.sql" | Out-Null
        $LASTEXITCODE | Should -Be 0
        Invoke-Sql 'SELECT count(*) FROM public.users' -Database by_psql | Should -Be 500
    }

    It 'writes to ./backups without a path' {
        $null = New-Item -ItemType Directory "$TestDrive/here"
        Push-Location $TestDrive/here
        try { (Backup-EventLinkDb).Backup.Path | Should -BeLike "$TestDrive/here/backups/eventlink-*.sql.gz" } finally { Pop-Location }
    }

    It 'writes to a drive of PowerShell' {
        $null = New-PSDrive -Name store -PSProvider FileSystem -Root $directory
        (Backup-EventLinkDb store:/driven.sql.gz).Backup.Path | Should -Be (Join-Path $directory driven.sql.gz)
    }

    It 'takes a name with brackets as it is' {
        (Backup-EventLinkDb "$directory/x[1].sql.gz").Backup.Path | Should -Be (Join-Path $directory 'x[1].sql.gz')
    }

    It 'replaces a file only with -Force' {
        $null = Backup-EventLinkDb "$directory/taken.sql.gz"
        $written = (Get-Item "$directory/taken.sql.gz").LastWriteTimeUtc
        { Backup-EventLinkDb "$directory/taken.sql.gz" } | Should -Throw -ErrorId 'BackupExists,*'
        (Get-Item "$directory/taken.sql.gz").LastWriteTimeUtc | Should -Be $written
        (Backup-EventLinkDb "$directory/taken.sql.gz" -Force | Test-EventLinkBackup).Passed | Should -BeTrue
    }

    It 'leaves out what it is told to' {
        $text = Get-Text (Backup-EventLinkDb "$directory/" -NoOwner -NoPrivilege -ExcludeTableData public.ev*).Backup.Path
        $text | Should -Not -Match 'OWNER TO|GRANT '
        $text | Should -Match '(?m)^COPY public\.users '
        $text | Should -Match 'CREATE TABLE public\.events'
        $text | Should -Not -Match '(?m)^COPY public\.events '
        Get-Text (Backup-EventLinkDb "$directory/").Backup.Path | Should -Match 'GRANT SELECT ON TABLE public\.users TO reader'
    }

    It 'compresses <_>' -ForEach 'None', 'Fast', 'Default', 'Small' {
        (Backup-EventLinkDb "$directory/" -CompressionLevel $_ -Jobs 1 | Test-EventLinkBackup -Level Content).Passed | Should -BeTrue
    }

    It 'backs up every target that comes down the pipeline' {
        $targets = 'eventlink', 'empty' | ForEach-Object { $env:PGDATABASE = $_; Get-EventLinkTarget }
        $results = $targets | Backup-EventLinkDb "$TestDrive/both/"
        $results.Backup.Database | Should -Be eventlink, empty
    }

    It 'goes on with the next target when one fails' {
        $targets = 'nowhere', 'eventlink' | ForEach-Object { $env:PGDATABASE = $_; Get-EventLinkTarget }
        $results = $targets | Backup-EventLinkDb "$TestDrive/next/" -ErrorAction SilentlyContinue -ErrorVariable problems
        @($results).Backup.Database | Should -Be eventlink
        $problems.FullyQualifiedErrorId -replace ',.*' | Should -Be DatabaseNotFound
        $problems[0].TargetObject | Should -Not -BeNullOrEmpty
    }

    It 'acts on the default target, and on another that is named' {
        $PSDefaultParameterValues = @{ '*-EventLink*:Target' = Get-EventLinkTarget }
        $env:PGDATABASE = 'empty'
        (Backup-EventLinkDb "$directory/").Backup.Database | Should -Be eventlink
        $there = "host=127.0.0.1 port=$($server.Port) dbname=empty user=eventlink"
        (Backup-EventLinkDb "$directory/" -ConnectionString $there).Backup.Database | Should -Be empty
    }

    It 'takes a database by no property of an object' {
        { [pscustomobject]@{ Database = 'empty'; Target = 'x'; ConnectionString = 'dbname=empty' } | Backup-EventLinkDb "$TestDrive/none/" -ErrorAction Stop } |
            Should -Throw -ErrorId 'InputObjectNotBound,*'
        Test-Path $TestDrive/none | Should -BeFalse
    }

    It 'waits for a table no longer than it is told to: <_>' -ForEach '1s', '00:00:01' {
        $blocker = Start-Blocker
        try {
            # Typed bare, PowerShell reads 1s as a number.
            $call = [scriptblock]::Create("Backup-EventLinkDb '$TestDrive/locked/' -LockTimeout $_")
            $call | Should -Throw -ErrorId 'LockTimeout,*'
        }
        finally {
            Stop-Blocker $blocker
        }

        Get-ChildItem $TestDrive/locked -Force -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'fails where it cannot write' {
        Set-Content "$TestDrive/file" 'no directory'
        { Backup-EventLinkDb "$TestDrive/file/below/" } | Should -Throw -ErrorId 'Store*'
    }

    It 'refuses a place that is no file system' {
        { Backup-EventLinkDb Env:/x } | Should -Throw -ErrorId 'StoreUnavailable,*'
    }
}
