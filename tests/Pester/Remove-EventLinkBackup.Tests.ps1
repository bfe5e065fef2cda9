#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Remove-EventLinkBackup' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $stock = (New-Item -ItemType Directory "$TestDrive/stock").FullName
        1..3 | ForEach-Object { $null = Backup-EventLinkDb "$stock/" }
        Stop-TestServer $server
    }

    BeforeEach {
        $directory = "$TestDrive/$([guid]::NewGuid().ToString('N'))"
        Copy-Item -Recurse $stock $directory
        $names = (Get-EventLinkBackup $directory).Name
    }

    It 'keeps what the rules keep, in silence' {
        Remove-EventLinkBackup $directory -KeepLast 2 -Confirm:$false | Should -BeNullOrEmpty
        (Get-EventLinkBackup $directory).Name | Should -Be $names[0, 1]
        Get-ChildItem $directory | Should -HaveCount 4
    }

    It 'gives each backup its verdict with -PlanOnly' {
        $plan = Remove-EventLinkBackup $directory -KeepDaily 7 -TimeZone Europe/Bucharest -PlanOnly
        $plan.Decisions.Verdict | Should -Be Keep, Expire, Expire
        $plan.Decisions[0].Reason | Should -Match '^daily \d{4}-\d\d-\d\d \(1 of 7\); newest$'
        "$($plan.Notes)" | Should -Match 'time zone Europe/Bucharest'
    }

    It 'shows the decisions as a table' {
        $text = (Remove-EventLinkBackup $directory -KeepLast 1 -PlanOnly).Decisions | Out-String
        $text | Should -Match 'Verdict'
        $text | Should -Match ([regex]::Escape($names[2]))
    }

    It 'removes those that come down the pipeline, and emits them with -PassThru' {
        $removed = Get-EventLinkBackup $directory | Select-Object -Last 2 | Remove-EventLinkBackup -Force -PassThru
        $removed.Name | Should -Be $names[2, 1]
        (Get-EventLinkBackup $directory).Name | Should -Be $names[0]
    }

    It 'leaves the last one, whoever asks' {
        { Get-EventLinkBackup $directory | Remove-EventLinkBackup -Force } | Should -Throw -ErrorId 'RetentionLeavesNothing,*'
        { Remove-EventLinkBackup $directory -Name '*' -Force } | Should -Throw -ErrorId 'RetentionLeavesNothing,*'
        Get-EventLinkBackup $directory | Should -HaveCount 3
    }

    It 'removes nothing without a rule and without a name' {
        { Remove-EventLinkBackup $directory -Force } | Should -Throw -ErrorId 'RetentionPolicyEmpty,*'
        { Remove-EventLinkBackup $directory -KeepLast 0 -Force } | Should -Throw -ErrorId 'RetentionPolicyEmpty,*'
    }

    It 'takes durations as they are typed' {
        (Remove-EventLinkBackup $directory -KeepWithin 30d -PlanOnly).Expired | Should -BeNullOrEmpty
        (Remove-EventLinkBackup $directory -KeepWithin 24h -PlanOnly).Expired | Should -BeNullOrEmpty
    }

    It 'leaves what is not complete, unless it is told' {
        Remove-Item "$directory/$($names[1] -replace '\.sql\.gz$', '.manifest.json')"
        Remove-EventLinkBackup $directory -KeepLast 1 -Confirm:$false
        (Get-EventLinkBackup $directory).State | Should -Be Complete, Incomplete
        { Remove-EventLinkBackup $directory -Name $names[1] -Force } | Should -Throw -ErrorId 'RemovalRefused,*'
        Remove-EventLinkBackup $directory -Name $names[1] -IncludeIncomplete -Force
        Get-EventLinkBackup $directory | Should -HaveCount 1
    }

    It 'offers time zones and names' {
        (Get-PatientCompletion 'Remove-EventLinkBackup -TimeZone Europe/Buch').CompletionText | Should -Contain 'Europe/Bucharest'
        (Get-PatientCompletion "Remove-EventLinkBackup -Path $directory -Name ").CompletionText | Should -Be $names
    }
}
