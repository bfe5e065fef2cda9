#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Export-EventLinkReport' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $restore = Backup-EventLinkDb "$TestDrive/backups/" | Restore-EventLinkDb -NewName other -Confirm:$false
        $health = Test-EventLinkHealth -AsReport
        Stop-TestServer $server
        $directory = (New-Item -ItemType Directory "$TestDrive/re ports [1]").FullName
    }

    It 'writes <Form>, and gives what it wrote' -ForEach @(
        @{ Form = 'HTML'; File = 'restore.html'; Begin = '^<!doctype html>' }
        @{ Form = 'Markdown'; File = 'restore.md'; Begin = '^# ' }
    ) {
        $report = $restore | Export-EventLinkReport "$directory/$File"
        $report | Should -BeOfType ([EventLinkDr.Operations.Reporting.ReportFile])
        $report.Path | Should -Be (Join-Path $directory $File)
        $report.Title, $report.Verdict | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        $report.Size | Should -Be (Get-Item -LiteralPath $report.Path).Length
        $text = Get-Content -LiteralPath $report.Path -Raw
        $text | Should -Match $Begin
        $text | Should -Match 'public\.users'
        $text | Should -Not -Match $server.Password
        # Nothing but the report: no file of the way there.
        (Get-ChildItem -LiteralPath $directory -Force -Filter "$File*").Name | Should -Be $File
    }

    It 'holds the result as JSON, and loads nothing' {
        $text = Get-Content -LiteralPath ($restore | Export-EventLinkReport "$directory/json.html").Path -Raw
        $json = [regex]::Match($text, '(?s)<script[^>]*id="result"[^>]*>(.*?)</script>').Groups[1].Value
        ($json | ConvertFrom-Json).database | Should -Be other
        $text | Should -Not -Match '(src|href)="https?:'
    }

    It 'makes a name in a directory, for each item of a pipeline' {
        $reports = $restore, $health | Export-EventLinkReport "$TestDrive/several/"
        $reports.Count | Should -Be 2
        $reports.Path | ForEach-Object { Split-Path $_ -Leaf | Should -Match '^[a-z ]+-\d{8}T\d{6}Z\.html$' }
    }

    It 'writes to a drive of PowerShell' {
        $null = New-PSDrive -Name reports -PSProvider FileSystem -Root $directory
        ($health | Export-EventLinkReport reports:/driven.html).Path | Should -Be (Join-Path $directory driven.html)
    }

    It 'replaces a file only with -Force' {
        Set-Content -LiteralPath "$directory/taken.html" 'somebody else'
        $problem = Get-Problem { Export-EventLinkReport "$directory/taken.html" -InputObject $health }
        $problem.FullyQualifiedErrorId | Should -Be 'ReportExists,EventLinkDr.PowerShell.Commands.ExportEventLinkReportCommand'
        $problem.CategoryInfo.Category | Should -Be ResourceExists
        $problem.TargetObject | Should -Be (Join-Path $directory taken.html)
        Get-Content -LiteralPath "$directory/taken.html" | Should -Be 'somebody else'
        $null = $health | Export-EventLinkReport "$directory/taken.html" -Force
        Get-Content -LiteralPath "$directory/taken.html" -TotalCount 1 | Should -Be '<!doctype html>'
    }

    It 'writes nothing with <Name>' -ForEach @(
        @{ Name = '-WhatIf'; Extra = @{ WhatIf = $true } }
        @{ Name = '-PlanOnly'; Extra = @{ PlanOnly = $true } }
    ) {
        $plan = $restore | Export-EventLinkReport "$TestDrive/planned/x.html" @Extra
        if ($Name -eq '-WhatIf') { $plan | Should -BeNullOrEmpty }
        else {
            $plan | Should -BeOfType ([EventLinkDr.Operations.Reporting.ReportPlan])
            $plan.Steps[0].Effect, $plan.Replaces | Should -Be Create, $false
        }

        "$TestDrive/planned" | Should -Not -Exist
    }

    It 'goes on with the next item when there is no report of one' {
        $reports = 'nothing', $health | Export-EventLinkReport "$TestDrive/next/" -ErrorVariable problems -ErrorAction SilentlyContinue
        @($reports).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'ReportUnsupported,EventLinkDr.PowerShell.Commands.ExportEventLinkReportCommand'
        $problems[0].CategoryInfo.Category | Should -Be InvalidArgument
        $problems[0].TargetObject | Should -Be nothing
    }

    It 'fails where it cannot write' {
        Set-Content "$TestDrive/file" 'no directory'
        { $health | Export-EventLinkReport "$TestDrive/file/below.html" } | Should -Throw
        (Get-Problem { $health | Export-EventLinkReport "$TestDrive/file/below.html" }).FullyQualifiedErrorId | Should -BeLike 'StoreUnavailable,*'
    }
}
