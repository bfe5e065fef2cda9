#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Azure Automation' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $modulePaths = $env:PSModulePath
        $env:PSModulePath = (Split-Path $ModulePath | Split-Path) + [IO.Path]::PathSeparator + $modulePaths
        Import-Module EventLinkDr
        $azure = Resolve-Path (Join-Path $PSScriptRoot '../../examples/azure')
    }

    AfterAll { $env:PSModulePath = $modulePaths }

    Context 'in the sandbox' {
        BeforeAll {
            $server = Start-TestServer
            Initialize-SampleDatabase -Rows 200
            $copies = (New-Item -ItemType Directory "$TestDrive/copies").FullName
            $null = Backup-EventLinkDb "$copies/"
            $newest = Get-EventLinkBackup $copies -Latest
            # What Automation gives a runbook.
            function global:Get-AutomationVariable([string] $Name) { switch ($Name) { 'EventLinkCopies' { $env:TEST_COPIES } default { $null } } }
            function global:Get-AutomationPSCredential([string] $Name) { [pscredential]::new('eventlink', (ConvertTo-SecureString $env:PGPASSWORD -AsPlainText)) }
            $env:TEST_COPIES = $copies
            $paths = $env:PATH
        }

        BeforeEach {
            Use-TestServer $server
            # No program can be found, so none can be started.
            $env:PATH = "$TestDrive/no-programs"
            $env:EVENTLINKDR_SANDBOX = '1'
        }

        AfterEach {
            $env:PATH = $paths
            Remove-Item Env:EVENTLINKDR_SANDBOX -ErrorAction Ignore
        }

        AfterAll {
            Remove-Item Function:Get-AutomationVariable, Function:Get-AutomationPSCredential
            Remove-Item Env:TEST_COPIES, Env:EVENTLINKDR_STATE_DIR -ErrorAction Ignore
            Stop-TestServer $server
        }

        It 'restores the newest copy on a server that is named, and begins again safely' {
            $first = & "$azure/Test-EventLinkCopy.ps1" -StagingHost 127.0.0.1 -SslMode prefer -DatabaseHost 127.0.0.1
            "$first" | Should -Match 'Pass DatabaseWritable: '
            "$first" | Should -Match "$([regex]::Escape($newest.Name)) holds: "
            $second = & "$azure/Test-EventLinkCopy.ps1" -StagingHost 127.0.0.1 -SslMode prefer
            "$second" | Should -Match 'nothing to do'
            (Get-EventLinkBackup $copies -Latest).Proofs.Level | Should -Be 'Restore'
            $env:PATH = $paths
            Get-TemporaryDatabase | Should -BeNullOrEmpty
        }

        It 'refuses before it begins: <_>' -ForEach @(
            'Backup-EventLinkDb "$TestDrive/new/"', 'Invoke-EventLinkDrill', '$newest | Test-EventLinkBackup -Level Restore'
        ) {
            $script = [scriptblock]::Create($_)
            { . $script } | Should -Throw -ErrorId 'SandboxUnsupported,*'
            Test-Path "$TestDrive/new" | Should -BeFalse
        }
    }

    Context 'the runtime environment by REST' {
        BeforeAll {
            # A stand-in of Azure Resource Manager: notes each request, says that the package is there at the second look.
            $requests = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            $manager = Start-TestHttp -State $requests {
                param($call, $requests)
                $request = $call.Request
                $body = [IO.StreamReader]::new($request.InputStream).ReadToEnd()
                $looks = @($requests -like 'GET *').Count
                $requests.Enqueue("$($request.HttpMethod) $($request.Url.PathAndQuery) $($request.Headers['Authorization']) $body")
                $state = if ($request.HttpMethod -eq 'GET' -and $looks -ge 1) { 'Succeeded' } else { 'Creating' }
                $answer = [Text.Encoding]::UTF8.GetBytes("{""properties"":{""provisioningState"":""$state""}}")
                $call.Response.ContentType = 'application/json'
                $call.Response.OutputStream.Write($answer, 0, $answer.Length)
            }
            $account = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Automation/automationAccounts/a'
            $arguments = @{
                Token = ConvertTo-SecureString 'the-token' -AsPlainText; AccountId = $account; Location = 'westeurope'
                PackageUri = 'https://blobs.example/EventLinkDr.zip?sig=x'; Endpoint = $manager.Address
            }
        }

        AfterAll {
            Stop-TestHttp $manager
        }

        It 'changes nothing with -WhatIf' {
            & "$azure/Deploy-RuntimeEnvironment.ps1" @arguments -WhatIf
            $requests.Count | Should -Be 0
        }

        It 'makes the environment, waits for the package, publishes the runbooks' {
            $output = & "$azure/Deploy-RuntimeEnvironment.ps1" @arguments
            $output | Should -HaveCount 3
            $all = @($requests)
            $all | ForEach-Object { $_ | Should -Match 'api-version=\d{4}-\d\d-\d\d Bearer the-token' }
            $all[0] | Should -Match ('(?s)^PUT ' + [regex]::Escape("$account/runtimeEnvironments/EventLinkDr-PowerShell-74") + '\?.*"version":\s*"7.4"')
            $all[1] | Should -Match '(?s)^PUT .*/packages/EventLinkDr\?.*EventLinkDr\.zip\?sig=x'
            @($all -match '^GET .*/packages/EventLinkDr\?').Count | Should -Be 2
            foreach ($runbook in 'Test-EventLinkCopy', 'Backup-EventLink', 'Restore-EventLink') {
                @($all -match "(?s)^PUT .*/runbooks/$runbook\?.*runtimeEnvironment").Count | Should -Be 1
                @($all -match "(?s)^PUT .*/runbooks/$runbook/draft/content\?.*SYNOPSIS").Count | Should -Be 1
                @($all -match "^POST .*/runbooks/$runbook/publish\?").Count | Should -Be 1
            }
        }
    }
}
