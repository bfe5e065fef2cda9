#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Set-EventLinkMaintenance' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 200
        $project = "$TestDrive/pro ject"
        $file = New-TestProject $server $project
        $before = [IO.File]::ReadAllText($file)
        $api = Start-TestApi $file
        $student = [pscredential]::new('probe@example.ro', (ConvertTo-SecureString 'probe-password' -AsPlainText))
        # That the engine is away is said every time.
        $PSDefaultParameterValues['*-EventLink*:WarningAction'] = 'SilentlyContinue'
    }

    BeforeEach {
        Push-Location $project
        [IO.File]::WriteAllText($file, $before)
    }

    AfterEach { Pop-Location }

    AfterAll {
        $PSDefaultParameterValues.Remove('*-EventLink*:WarningAction')
        Remove-Item Env:DOCKER_HOST
        Stop-TestHttp $api
        Stop-TestServer $server
    }

    It 'changes the one line, proves it, and goes back byte for byte' {
        $on = Set-EventLinkMaintenance -Enabled -ProbeCredential $student -Api $api.Address
        $on | Should -BeOfType ([EventLinkDr.Model.MaintenanceStatus])
        $on.File, $on.Api | Should -Be $true, $true
        [IO.File]::ReadAllText($file) | Should -BeExactly $before.Replace('DISABLED=false', 'DISABLED=true')
        $off = Set-EventLinkMaintenance -Disabled -ProbeCredential $student -Api $api.Address
        $off.File, $off.Api | Should -Be $false, $false
        [IO.File]::ReadAllText($file) | Should -BeExactly $before
    }

    It 'says that nothing is proven without a credential' {
        $status = Set-EventLinkMaintenance -Enabled
        $status.Api | Should -BeNullOrEmpty
        $status.Detail | Should -Match 'not proven'
        $status | Format-Table | Out-String | Should -Match '(?s)File +Container +Api +WriteFence.*on +unknown +unknown +off'
    }

    It 'raises a write fence and lifts it' {
        (Set-EventLinkMaintenance -Enabled -WriteFence).WriteFence | Should -BeTrue
        { Invoke-Sql 'CREATE TABLE public.refused (a int)' } | Should -Throw '*read-only*'
        (Get-EventLinkTarget | Set-EventLinkMaintenance -Disabled).WriteFence | Should -BeFalse
        Invoke-Sql 'CREATE TABLE public.taken (a int)'
    }

    It 'changes nothing with <Name>' -ForEach @(
        @{ Name = 'WhatIf'; Extra = @{ WhatIf = $true } }
        @{ Name = 'PlanOnly'; Extra = @{ PlanOnly = $true } }
    ) {
        $plan = Set-EventLinkMaintenance -Enabled -WriteFence @Extra
        [IO.File]::ReadAllText($file) | Should -BeExactly $before
        (Get-EventLinkMaintenance).WriteFence | Should -BeFalse
        if ($Name -eq 'WhatIf') { $plan | Should -BeNullOrEmpty }
        else {
            $plan | Should -BeOfType ([EventLinkDr.Operations.Maintenance.MaintenancePlan])
            $plan.Steps.Effect | Should -Contain Alter
        }
    }

    It 'runs the reload command, and fails when <Why>' -ForEach @(
        @{ Why = 'it throws'; Command = { throw 'no way' } }
        @{ Why = 'a program in it fails'; Command = { & ([Environment]::ProcessPath) -NoProfile -c 'exit 3' } }
    ) {
        $script:ran = $false
        $null = Set-EventLinkMaintenance -Enabled -ReloadCommand { $script:ran = $true }
        $script:ran | Should -BeTrue
        { Set-EventLinkMaintenance -Enabled -ReloadCommand $Command } | Should -Throw -ErrorId 'ReloadFailed,*'
    }

    It 'changes nothing when the student is not let in' {
        $wrong = [pscredential]::new('probe@example.ro', (ConvertTo-SecureString 'wrong-word' -AsPlainText))
        { Set-EventLinkMaintenance -Enabled -ProbeCredential $wrong -Api $api.Address } | Should -Throw -ErrorId 'ProbeRefused,*'
        "$($Error[0] | Format-List * -Force | Out-String)" | Should -Not -Match 'wrong-word'
        [IO.File]::ReadAllText($file) | Should -BeExactly $before
    }

    It 'takes targets from the pipeline, and nothing else' {
        (Get-EventLinkTarget | Set-EventLinkMaintenance -Enabled -NoRecreate).File | Should -BeTrue
        { [pscustomobject]@{ Target = 'x'; ProjectDirectory = $project; Enabled = $true } | Set-EventLinkMaintenance -Disabled -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
        (Get-EventLinkMaintenance).File | Should -BeTrue
    }

    It 'needs a compose project' {
        Push-Location $TestDrive
        try { $problem = Get-Problem { Set-EventLinkMaintenance -Enabled } } finally { Pop-Location }
        $problem.FullyQualifiedErrorId | Should -Match '^\w+,EventLinkDr\.PowerShell\.Commands\.SetEventLinkMaintenanceCommand$'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        [IO.File]::ReadAllText($file) | Should -BeExactly $before
    }

    It 'refuses <Options>' -ForEach @(
        @{ Options = 'both'; Given = @{ Enabled = $true; Disabled = $true } }
        @{ Options = 'neither'; Given = @{} }
        @{ Options = 'a fence for going back'; Given = @{ Disabled = $true; WriteFence = $true } }
        @{ Options = 'two ways to bring it into force'; Given = @{ Enabled = $true; NoRecreate = $true; ReloadCommand = {} } }
    ) {
        { Set-EventLinkMaintenance @Given } | Should -Throw -ErrorId 'OptionsInvalid,*'
    }
}
