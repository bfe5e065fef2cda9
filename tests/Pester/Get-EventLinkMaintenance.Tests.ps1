#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Get-EventLinkMaintenance' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
        $server = Start-TestServer
        Initialize-SampleDatabase -Rows 100
        $project = "$TestDrive/pro ject"
        $file = New-TestProject $server $project
        $off = [IO.File]::ReadAllText($file)
        $api = Start-TestApi $file
        $student = [pscredential]::new('probe@example.ro', (ConvertTo-SecureString 'probe-password' -AsPlainText))
        # That the engine is away is said every time.
        $PSDefaultParameterValues['*-EventLink*:WarningAction'] = 'SilentlyContinue'
    }

    BeforeEach {
        Use-TestServer $server
        Push-Location $project
        [IO.File]::WriteAllText($file, $off)
    }

    AfterEach {
        Pop-Location
        Wait-Until { -not (Get-OurSession) }
    }

    AfterAll {
        $PSDefaultParameterValues.Remove('*-EventLink*:WarningAction')
        Remove-Item Env:DOCKER_HOST
        Stop-TestHttp $api
        Stop-TestServer $server
    }

    It 'reports file, API and fence, each for itself' {
        $status = Get-EventLinkMaintenance -ProbeCredential $student -Api $api.Address
        $status | Should -BeOfType ([EventLinkDr.Model.MaintenanceStatus])
        $status.File, $status.Container, $status.Api, $status.WriteFence, $status.Consistent | Should -Be $false, $null, $false, $false, $true
        [IO.File]::WriteAllText($file, $off.Replace('DISABLED=false', 'DISABLED=true'))
        $status = Get-EventLinkMaintenance -ProbeCredential $student -Api $api.Address
        $status.File, $status.Api, $status.Consistent | Should -Be $true, $true, $true
    }

    It 'says that it does not know what nobody asked' {
        $status = Get-EventLinkMaintenance
        $status.File, $status.Api | Should -Be $false, $null
        $status | Format-Table | Out-String | Should -Match '(?s)File +Container +Api +WriteFence.*off +unknown +unknown +off'
    }

    It 'sees a write fence, and works behind it' {
        $null = Set-EventLinkMaintenance -Enabled -WriteFence -NoRecreate
        try { (Get-EventLinkMaintenance).WriteFence | Should -BeTrue }
        finally { $null = Set-EventLinkMaintenance -Disabled -NoRecreate }
        (Get-EventLinkMaintenance).WriteFence | Should -BeFalse
    }

    It 'takes targets from the pipeline, and nothing else' {
        (Get-EventLinkTarget | Get-EventLinkMaintenance).File | Should -BeFalse
        { [pscustomobject]@{ Target = 'x'; ProjectDirectory = $project } | Get-EventLinkMaintenance -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
    }

    It 'says that a student was not let in, and quotes no password' {
        $wrong = [pscredential]::new('probe@example.ro', (ConvertTo-SecureString 'wrong-word' -AsPlainText))
        $status = Get-EventLinkMaintenance -ProbeCredential $wrong -Api $api.Address
        $status.Api | Should -BeNullOrEmpty
        $status.Detail | Should -Match '401|let in|refuse'
        $status | Format-List * -Force | Out-String | Should -Not -Match 'wrong-word'
    }

    It 'changes nothing' {
        $before = Get-ServerState
        $null = Get-EventLinkMaintenance -ProbeCredential $student -Api $api.Address
        Get-ServerState | Should -Be $before
        [IO.File]::ReadAllText($file) | Should -BeExactly $off
    }
}
