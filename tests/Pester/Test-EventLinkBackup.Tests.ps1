#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Test-EventLinkBackup' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 500
        $directory = (New-Item -ItemType Directory "$TestDrive/back ups [1]").FullName
        $backup = (Backup-EventLinkDb "$directory/good.sql.gz").Backup
        $short = (Backup-EventLinkDb "$directory/short.sql.gz").Backup.Path
        $stream = [IO.File]::OpenWrite($short)
        $stream.SetLength($stream.Length - 100)
        $stream.Dispose()

        # Temporary files of the verification, apart from those of anybody else.
        $temporary = (New-Item -ItemType Directory "$TestDrive/temporary").FullName
    }

    BeforeEach {
        Use-TestServer $server
        Set-Location $TestDrive
    }

    AfterEach {
        Get-TemporaryDatabase | Should -BeNullOrEmpty
        Wait-Until { -not (Get-OurSession) }
    }

    AfterAll {
        Set-Location $PSScriptRoot
        Stop-TestServer $server
    }

    It 'verifies at level <_>, and leaves a proof' -ForEach 'Checksum', 'Content', 'Restore' {
        $result = Test-EventLinkBackup -LiteralPath $backup.Path -Level $_
        $result | Should -BeOfType ([EventLinkDr.Operations.Verify.VerificationResult])
        $result.Passed, $result.Level | Should -Be $true, $_
        if ($_ -ne 'Checksum') { $result.Rows | Should -Be 1001 }
        Test-Path -LiteralPath $result.ProofPath | Should -BeTrue
        (Get-EventLinkBackup -LiteralPath $backup.Path).Proof.Level | Should -Be $_
    }

    It 'restores on a server of its own that is gone afterwards' {
        Get-ChildItem Env:PG* | Remove-Item
        $env:TMPDIR = $temporary
        try { (Test-EventLinkBackup -LiteralPath $backup.Path -Level Restore).Passed | Should -BeTrue } finally { $env:TMPDIR = $null }
        Get-PostgresBelow $temporary | Should -BeNullOrEmpty
        Get-ChildItem $temporary -Force | Should -BeNullOrEmpty
        Use-TestServer $server
    }

    It 'restores on the server that is named, and leaves nothing there' {
        $before = Get-ServerState
        $result = $backup | Test-EventLinkBackup -Level Restore -Target (Get-EventLinkTarget)
        $result.Passed, $result.Proof.Outcome | Should -Be $true, 'Proven'
        Get-ServerState | Should -Be $before
    }

    It 'leaves no proof with -NoProof' {
        $proofs = @(Get-ChildItem -LiteralPath $directory -Filter *.proof-*).Count
        $result = $backup | Test-EventLinkBackup -NoProof
        $result.ProofPath | Should -BeNullOrEmpty
        @(Get-ChildItem -LiteralPath $directory -Filter *.proof-*).Count | Should -Be $proofs
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'a backup set'; Run = { Get-EventLinkBackup -LiteralPath $backup.Path | Test-EventLinkBackup } }
        @{ Kind = 'the result of a backup'; Run = { [pscustomobject]@{ Backup = $backup; Database = 'other' } | Test-EventLinkBackup } }
        @{ Kind = 'the result of a verification'; Run = { $backup | Test-EventLinkBackup | Test-EventLinkBackup -Level Content } }
        @{ Kind = 'a file'; Run = { Get-Item -LiteralPath $backup.Path | Test-EventLinkBackup } }
        @{ Kind = 'a property Path'; Run = { [pscustomobject]@{ Path = 'back ups [1]/good.sql.gz' } | Test-EventLinkBackup } }
        @{ Kind = 'wildcards'; Run = { Test-EventLinkBackup "$TestDrive/*/good*" } }
        @{ Kind = 'text'; Run = { "$TestDrive/*/good*" | Test-EventLinkBackup } }
    ) {
        @(& $Run).Passed | Should -Be $true
    }

    It 'fails a damaged backup, says what is wrong with it, and goes on' {
        $results = $short, $backup.Path | ForEach-Object { Get-Item -LiteralPath $_ } | Test-EventLinkBackup -ErrorAction SilentlyContinue -ErrorVariable problems
        $results.Passed | Should -Be $false, $true
        $results[0].ErrorId | Should -Be BackupTruncated
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'BackupTruncated,*'
        "$($problems[0].TargetObject)" | Should -Match 'short\.sql\.gz$'
    }

    It 'is stopped by the first failure where the preference says so' {
        { "$TestDrive/*/short*", "$TestDrive/*/good*" | Test-EventLinkBackup -ErrorAction Stop } | Should -Throw -ErrorId 'BackupTruncated,*'
    }

    It 'needs something to verify' {
        { Test-EventLinkBackup } | Should -Throw -ErrorId 'BackupNotFound,*'
        { Test-EventLinkBackup $TestDrive } | Should -Throw -ErrorId 'BackupNotFound,*'
        { Test-EventLinkBackup "$TestDrive/none*" } | Should -Throw -ErrorId 'BackupNotFound,*'
    }

    It 'uses no server that is not named' {
        $env:PGPORT = 1
        ($backup | Test-EventLinkBackup -Level Content).Passed | Should -BeTrue
        Use-TestServer $server
    }
}
