#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Errors' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase
        $directory = (New-Item -ItemType Directory "$TestDrive/backups").FullName
        $null = Backup-EventLinkDb "$directory/good.sql.gz"

        Copy-Item "$directory/good.sql.gz" "$directory/short.sql.gz"
        $stream = [IO.File]::OpenWrite("$directory/short.sql.gz")
        $stream.SetLength($stream.Length - 100)
        $stream.Dispose()
        Set-Content "$directory/evil.sql" "-- PostgreSQL database dump`n\! touch $TestDrive/pwned`n-- PostgreSQL database dump complete"
        Set-Content "$directory/system.sql" "-- PostgreSQL database dump`nALTER SYSTEM SET fsync = off;`n--`n-- PostgreSQL database dump complete`n--"
        Set-Content "$directory/text.sql.gz" 'this is no gzip'
    }

    AfterAll {
        Stop-TestServer $server
    }

    It '<Id>: <Script>' -ForEach @(
        @{ Id = 'TargetNotFound'; Category = 'ObjectNotFound'; Script = { Get-ChildItem Env:PG* | Remove-Item; Push-Location $TestDrive; try { Get-EventLinkTarget } finally { Pop-Location } } }
        @{ Id = 'TargetInvalid'; Category = 'InvalidArgument'; Script = { Get-EventLinkTarget -ConnectionString 'port=ninety dbname=x' } }
        @{ Id = 'ServerUnreachable'; Category = 'ConnectionError'; Script = { Backup-EventLinkDb "$directory/" -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' } }
        @{ Id = 'ServerAuthenticationFailed'; Category = 'AuthenticationError'; Script = { $env:PGPASSWORD = 'wrong'; Backup-EventLinkDb "$directory/" } }
        @{ Id = 'DatabaseNotFound'; Category = 'ObjectNotFound'; Script = { $env:PGDATABASE = 'nowhere'; Backup-EventLinkDb "$directory/" } }
        @{ Id = 'BackupExists'; Category = 'ResourceExists'; Script = { Backup-EventLinkDb "$directory/good.sql.gz" } }
        @{ Id = 'BackupNotFound'; Category = 'ObjectNotFound'; Script = { Get-EventLinkBackup "$directory/none" } }
        @{ Id = 'BackupNotFound'; Category = 'ObjectNotFound'; Script = { Get-EventLinkBackup $directory -Name none* -Latest } }
        @{ Id = 'StoreUnavailable'; Category = 'ReadError'; Script = { Get-EventLinkBackup Env: } }
        @{ Id = 'BackupIncomplete'; Category = 'InvalidData'; Script = { Test-EventLinkBackup "$directory/short.sql.gz" } }
        @{ Id = 'BackupNotADump'; Category = 'InvalidData'; Script = { Test-EventLinkBackup "$directory/text.sql.gz" } }
        @{ Id = 'DumpForbidden'; Category = 'SecurityError'; Script = { Restore-EventLinkDb "$directory/evil.sql" -Confirm:$false } }
        @{ Id = 'DumpForbidden'; Category = 'SecurityError'; Script = { Restore-EventLinkDb "$directory/system.sql" -Confirm:$false } }
        @{ Id = 'BackupIncomplete'; Category = 'InvalidData'; Script = { Restore-EventLinkDb "$directory/short.sql.gz" -Confirm:$false } }
        @{ Id = 'DatabaseExists'; Category = 'ResourceExists'; Script = { Restore-EventLinkDb "$directory/good.sql.gz" -NewName postgres -Confirm:$false } }
        @{ Id = 'TableNotInBackup'; Category = 'ObjectNotFound'; Script = { Restore-EventLinkDb "$directory/good.sql.gz" -Table public.none -Confirm:$false } }
        @{ Id = 'InputNotSingle'; Category = 'InvalidArgument'; Script = { Get-ChildItem "$directory/*.sql" | Restore-EventLinkDb -Confirm:$false } }
        @{ Id = 'BackupNotFound'; Category = 'ObjectNotFound'; Script = { Get-EventLinkBackup $directory -Name none* | Restore-EventLinkDb -Confirm:$false } }
        @{ Id = 'RollbackNotFound'; Category = 'ObjectNotFound'; Script = { Undo-EventLinkRestore -Confirm:$false } }
        @{ Id = 'RollbackNotFound'; Category = 'ObjectNotFound'; Script = { Remove-EventLinkRollback eventlink -Confirm:$false } }
        @{ Id = 'NoThrowawayServer'; Category = 'NotInstalled'; Script = { Invoke-EventLinkDrill -MajorVersion 99 } }
    ) {
        Use-TestServer $server
        $before = Get-ServerState
        $problem = try { & $Script -ErrorAction Stop 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1 } catch { $_ }
        Use-TestServer $server
        $problem.FullyQualifiedErrorId | Should -Match "^$Id,EventLinkDr\.PowerShell\.Commands\.\w+Command$"
        $problem.CategoryInfo.Category | Should -Be $Category
        $problem.TargetObject | Should -Not -BeOfType ([Management.Automation.Cmdlet])
        $problem.ErrorDetails.Message | Should -Match '\.$'
        $problem.ErrorDetails.RecommendedAction | Should -Match '\.$|\u2026$'
        $problem.Exception | Should -BeOfType ([EventLinkDr.Diagnostics.DrException])
        "$($problem.Exception)$($problem | Format-List * -Force | Out-String)" | Should -Not -Match $server.Password
        Get-ServerState | Should -Be $before
        Test-Path $TestDrive/pwned | Should -BeFalse
    }

    It 'leaves the other items of a pipeline to be done' {
        Use-TestServer $server
        $results = "$directory/none.sql", "$directory/good.sql.gz", "$directory/short.sql.gz" | Test-EventLinkBackup -ErrorAction SilentlyContinue -ErrorVariable problems
        $results.Passed | Should -Be $true, $false
        $problems.FullyQualifiedErrorId -replace ',.*' | Should -Be 'BackupNotFound', 'BackupIncomplete'
    }

    It 'refuses <Value> for -<Parameter>' -ForEach @(
        @{ Parameter = 'After'; Value = '2026-11-23 07:45'; Command = 'Get-EventLinkBackup' }
        @{ Parameter = 'LockTimeout'; Value = 30; Command = 'Backup-EventLinkDb' }
        @{ Parameter = 'SampleSize'; Value = 'large'; Command = 'Invoke-EventLinkDrill' }
        @{ Parameter = 'Jobs'; Value = 0; Command = 'Backup-EventLinkDb' }
    ) {
        $arguments = @{ $Parameter = $Value }
        { & $Command @arguments } | Should -Throw -ErrorId 'ParameterArgument*'
    }
}
