#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# From directory to directory. Keys stand in Encryption.Tests.ps1, stores of objects in the tests of the adapters.
Describe 'Copy-EventLinkBackup' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $source = (New-Item -ItemType Directory "$TestDrive/sou rce [1]").FullName
        1..2 | ForEach-Object { $null = Backup-EventLinkDb "$source/" }
        $other = (Backup-EventLinkDb "$TestDrive/other/").Backup
        Stop-TestServer $server
        $names = (Get-EventLinkBackup -LiteralPath $source).Name
        $pattern = [WildcardPattern]::Escape($source)
    }

    BeforeEach { $destination = "$TestDrive/$([guid]::NewGuid().ToString('N'))" }

    It 'copies what is not there, and skips what is' {
        $copies = Copy-EventLinkBackup $pattern $destination
        $copies | Should -BeOfType ([EventLinkDr.Operations.Copy.CopyResult])
        $copies.Action | Should -Be Copy, Copy
        $copies.Succeeded | Should -Be $true, $true
        # Oldest first, so that what was cut off can go on.
        $copies.Source.Name | Should -Be $names[1, 0]
        $copies[0].Bytes | Should -Be (Get-Item -LiteralPath $copies[0].Source.Path).Length
        (Get-EventLinkBackup $destination).Name | Should -Be $names
        (Get-EventLinkBackup $destination).State | Should -Be Complete, Complete
        (Get-FileHash -LiteralPath $copies[0].Backup.Path).Hash | Should -Be (Get-FileHash -LiteralPath $copies[0].Source.Path).Hash

        $again = Copy-EventLinkBackup $pattern $destination
        $again.Action | Should -Be Skip, Skip
        $again.Succeeded | Should -Be $true, $true
        $again.Bytes | Should -Be 0, 0
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'backups from the pipeline'; Copy = { Get-EventLinkBackup -LiteralPath $source -Latest | Copy-EventLinkBackup -Destination $destination } }
        @{ Kind = 'what a command gives that has a Backup'; Copy = { [pscustomobject]@{ Backup = Get-EventLinkBackup -LiteralPath $source -Latest; Destination = 'elsewhere' } | Copy-EventLinkBackup -Destination $destination } }
        @{ Kind = 'the newest of a place'; Copy = { Copy-EventLinkBackup $pattern $destination -Newest } }
        @{ Kind = 'a name'; Copy = { Copy-EventLinkBackup $pattern $destination -Name $names[0] } }
        @{ Kind = 'a pattern of names'; Copy = { Copy-EventLinkBackup $pattern $destination -Name "*$($names[0])" } }
        @{ Kind = 'a file'; Copy = { Copy-EventLinkBackup "$pattern/$($names[0])" $destination } }
        @{ Kind = 'a drive of PowerShell to go to'; Copy = { $null = New-PSDrive -Name copies -PSProvider FileSystem -Root $TestDrive; Copy-EventLinkBackup $pattern "copies:/$(Split-Path $destination -Leaf)" -Newest } }
    ) {
        (& $Copy).Backup.Name | Should -Be $names[0]
        (Get-EventLinkBackup $destination).Name | Should -Be $names[0]
    }

    It 'leaves another backup of the same name alone, and copies the rest' {
        $null = New-Item -ItemType Directory $destination
        Get-ChildItem (Split-Path $other.Path) | ForEach-Object { Copy-Item $_ (Join-Path $destination $_.Name.Replace(($other.Name -replace '\.sql\.gz$'), ($names[1] -replace '\.sql\.gz$'))) }
        $before = (Get-FileHash "$destination/$($names[1])").Hash
        $results = Copy-EventLinkBackup $pattern $destination -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Succeeded | Should -Be $false, $true
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'BackupExists,EventLinkDr.PowerShell.Commands.CopyEventLinkBackupCommand'
        $problems[0].CategoryInfo.Category | Should -Be ResourceExists
        $problems[0].TargetObject.Name | Should -Be $names[1]
        (Get-FileHash "$destination/$($names[1])").Hash | Should -Be $before
    }

    It 'does not spread a damaged backup' {
        $damaged = "$TestDrive/$([guid]::NewGuid().ToString('N'))"
        Copy-Item -Recurse -LiteralPath $source $damaged
        $bytes = [IO.File]::ReadAllBytes("$damaged/$($names[0])")
        $bytes[200] = $bytes[200] -bxor 0xff
        [IO.File]::WriteAllBytes("$damaged/$($names[0])", $bytes)
        $results = Copy-EventLinkBackup $damaged $destination -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Succeeded | Should -Be $true, $false
        $problems[0].FullyQualifiedErrorId | Should -Match '^Backup(Corrupt|Damaged|Altered|ChecksumWrong)?'
        (Get-EventLinkBackup $destination | Where-Object State -EQ Complete).Name | Should -Be $names[1]
    }

    It '<Id>: <Script>' -ForEach @(
        @{ Id = 'BackupNotFound'; Category = 'ObjectNotFound'; Script = { Copy-EventLinkBackup $pattern $destination -Name none.sql.gz } }
        @{ Id = 'BackupNotFound'; Category = 'ObjectNotFound'; Script = { Copy-EventLinkBackup "$TestDrive/none" $destination } }
        @{ Id = 'OptionsInvalid'; Category = 'InvalidArgument'; Script = { Copy-EventLinkBackup $pattern $source } }
        @{ Id = 'LocationInvalid'; Category = 'InvalidArgument'; Script = { Copy-EventLinkBackup $pattern 'ftp://host/backups' } }
        @{ Id = 'RetentionUnsupported'; Category = 'InvalidOperation'; Script = { Copy-EventLinkBackup $pattern $destination -RetainDays 1 } }
        @{ Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData'; Script = { Copy-EventLinkBackup $pattern $destination -RetainUntil '2027-01-01 00:00' } }
    ) {
        $problem = Get-Problem $Script
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $problem.CategoryInfo.Category | Should -Be $Category
        Get-ChildItem $destination -Force -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'copies nothing with <Name>' -ForEach @(
        @{ Name = '-WhatIf'; Extra = @{ WhatIf = $true } }
        @{ Name = '-PlanOnly'; Extra = @{ PlanOnly = $true } }
    ) {
        $plan = Copy-EventLinkBackup $pattern $destination @Extra
        if ($Name -eq '-WhatIf') { $plan | Should -BeNullOrEmpty }
        else {
            $plan | Should -BeOfType ([EventLinkDr.Operations.Copy.CopyPlan])
            $plan.Items.Action | Should -Be Copy, Copy
            $plan.Bytes | Should -BeGreaterThan 0
        }

        $destination | Should -Not -Exist
    }
}
