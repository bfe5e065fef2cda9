#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# No server: a key is a matter of files. What is done with keys stands in Encryption.Tests.ps1.
Describe 'New-EventLinkBackupKey' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $directory = (New-Item -ItemType Directory "$TestDrive/ke ys [1]").FullName
    }

    It 'makes a file that only its owner may read, and gives the public half' {
        $before = [DateTimeOffset]::UtcNow.AddSeconds(-1)
        $key = New-EventLinkBackupKey "$directory/one.key"
        $key | Should -BeOfType ([EventLinkDr.Streams.BackupKey])
        $key.Path | Should -Be (Join-Path $directory one.key)
        $key.Recipient | Should -Match '^age1[0-9a-z]{58}$'
        $key.Created | Should -BeGreaterThan $before
        $key.Created.Offset | Should -Be ([timespan]::Zero)
        $lines = Get-Content -LiteralPath $key.Path
        $lines | Should -Contain "# public key: $($key.Recipient)"
        @($lines -match '^AGE-SECRET-KEY-1[0-9A-Z]{58}$').Count | Should -Be 1
        if (-not $IsWindows) { (Get-Item -LiteralPath $key.Path).UnixFileMode | Should -Be ([IO.UnixFileMode] 'UserRead, UserWrite') }
    }

    It 'makes another one each time' {
        (1..2 | ForEach-Object { New-EventLinkBackupKey "$directory/each$_.key" }).Recipient | Sort-Object -Unique | Should -HaveCount 2
    }

    It 'writes to <Kind>' -ForEach @(
        @{ Kind = 'the location'; Path = { 'here.key' } }
        @{ Kind = 'a drive of PowerShell'; Path = { $null = New-PSDrive -Name keys -PSProvider FileSystem -Root $directory -Scope Global; 'keys:/driven.key' } }
    ) {
        Push-Location -LiteralPath $directory
        try { $key = New-EventLinkBackupKey (& $Path) } finally { Pop-Location; Remove-PSDrive keys -ErrorAction Ignore }
        Split-Path $key.Path | Should -Be $directory
        Test-Path -LiteralPath $key.Path | Should -BeTrue
    }

    It 'never replaces a file' {
        Set-Content -LiteralPath "$directory/taken.key" 'somebody else'
        $problem = Get-Problem { New-EventLinkBackupKey "$directory/taken.key" }
        $problem.FullyQualifiedErrorId | Should -Be 'KeyFileExists,EventLinkDr.PowerShell.Commands.NewEventLinkBackupKeyCommand'
        $problem.CategoryInfo.Category | Should -Be ResourceExists
        $problem.TargetObject | Should -Be (Join-Path $directory taken.key)
        Get-Content -LiteralPath "$directory/taken.key" | Should -Be 'somebody else'
        (Get-Command New-EventLinkBackupKey).Parameters.Keys | Should -Not -Contain Force
    }

    It 'makes nothing with <Name>' -ForEach @(
        @{ Name = '-WhatIf'; Extra = @{ WhatIf = $true } }
        @{ Name = '-PlanOnly'; Extra = @{ PlanOnly = $true } }
    ) {
        $plan = New-EventLinkBackupKey "$directory/planned.key" @Extra
        if ($Name -eq '-WhatIf') { $plan | Should -BeNullOrEmpty }
        else {
            $plan | Should -BeOfType ([EventLinkDr.Operations.Encryption.NewKeyPlan])
            $plan.Steps[0].Effect | Should -Be Create
        }

        Test-Path -LiteralPath "$directory/planned.key" | Should -BeFalse
    }

    It 'fails where it cannot write' {
        Set-Content "$TestDrive/file" 'no directory'
        (Get-Problem { New-EventLinkBackupKey "$TestDrive/file/below.key" }).FullyQualifiedErrorId | Should -BeLike 'KeyFileUnavailable,*'
    }

    It 'takes nothing from the pipeline' {
        { [pscustomobject]@{ Path = "$directory/piped.key" } | New-EventLinkBackupKey -Path "$directory/given.key" -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
        Test-Path -LiteralPath "$directory/given.key" | Should -BeFalse
    }
}
