#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../out/EventLinkDr/EventLinkDr.psd1')
    $commands = (Get-Command -Module EventLinkDr).Name
}

Describe 'The module' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        Import-Module $ModulePath
    }

    It 'has a manifest that PowerShell accepts' {
        (Test-ModuleManifest $ModulePath).Name | Should -Be EventLinkDr
    }

    It 'holds exactly the files it should' {
        $root = Split-Path $ModulePath
        $files = Get-ChildItem $root -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/') } | Sort-Object
        $expected = @(
            'EventLinkDr.Core.dll', 'EventLinkDr.PowerShell.dll', 'EventLinkDr.psd1', 'deps/EventLinkDr.Adapters.dll', 'deps/Npgsql.dll'
            (Import-PowerShellDataFile $ModulePath).FormatsToProcess
            'deps/AWSSDK.Core.dll', 'deps/AWSSDK.S3.dll'
            'deps/Microsoft.Extensions.DependencyInjection.Abstractions.dll', 'deps/Microsoft.Extensions.Logging.Abstractions.dll'
            'en-US/EventLinkDr.PowerShell.dll-Help.xml'
            (Get-ChildItem "$PSScriptRoot/../../docs/en-US/about_*.md").BaseName | ForEach-Object { "en-US/$_.help.txt" }
        )
        $files | Where-Object { $_ -notin 'LICENSE', 'en-US' } | Should -Be ($expected | Sort-Object)
    }

    It 'exports what its manifest lists, with approved verbs' {
        $listed = (Import-PowerShellDataFile $ModulePath).CmdletsToExport
        (Get-Command -Module EventLinkDr).Name | Sort-Object | Should -Be ($listed | Sort-Object)
        (Get-Command -Module EventLinkDr).Verb | Sort-Object -Unique | ForEach-Object { $_ | Should -BeIn (Get-Verb).Verb }
    }

    It 'has a file of tests for each command' {
        $files = (Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1).Name
        (Get-Command -Module EventLinkDr).Name | ForEach-Object { $_ | Should -BeIn ($files -replace '\.Tests\.ps1$') -Because "tests/Pester/$_.Tests.ps1 tells what it does" }
    }

    It 'lets scripts name the types it gives' {
        [EventLinkDr.Model.BackupSet].Assembly.GetName().Name | Should -Be 'EventLinkDr.Core'
        [EventLinkDr.Diagnostics.ErrorTable]::BackupNotFound.Id | Should -Be BackupNotFound
    }

    It 'has scripts without a finding of PSScriptAnalyzer' -Skip:(-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        $root = Join-Path $PSScriptRoot ../..
        $findings = @(
            Get-ChildItem "$root/*.ps1", "$root/build/*.ps1", "$root/examples/*/*.ps1", $ModulePath -ErrorAction Ignore | ForEach-Object { Invoke-ScriptAnalyzer $_ }
            # A test names what it tries, not what it changes, and Pester reads variables where the analyzer does not look.
            Invoke-ScriptAnalyzer $PSScriptRoot -Recurse -ExcludeRule PSUseShouldProcessForStateChangingFunctions, PSUseDeclaredVarsMoreThanAssignments, PSReviewUnusedParameter, PSUseOutputTypeCorrectly, PSAvoidUsingConvertToSecureStringWithPlainText, PSUseBOMForUnicodeEncodedFile
        )
        $findings | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName)" } | Should -BeNullOrEmpty
    }
}

Describe 'Help of <_>' -ForEach $commands {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $help = Get-Help $_ -Full
    }

    It 'has synopsis, description, outputs and links' {
        $help.Synopsis | Should -Match '\.$'
        $help.Description.Text | Should -Not -BeNullOrEmpty
        $help.returnValues.returnValue.type.name | Should -Not -BeNullOrEmpty
        $help.relatedLinks.navigationLink.linkText -match '^about_EventLinkDr' | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter' {
        $own = (Get-Command $_).Parameters.Values.Name | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters }
        foreach ($parameter in $own) {
            $entry = $help.parameters.parameter | Where-Object name -EQ $parameter
            $entry.description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter needs a description"
        }
    }

    It 'has at least four examples with a remark each' {
        $help.examples.example.Count | Should -BeGreaterOrEqual 4
        $help.examples.example | ForEach-Object { $_.remarks.Text | Should -Not -BeNullOrEmpty }
    }

    It 'has a page on the web, which -Online opens' {
        # PowerShell's own tests ask for the address in place of a browser in this way.
        [Management.Automation.Internal.InternalTestHooks]::SetTestHook('BypassOnlineHelpRetrieval', $true)
        try { Get-Help $_ -Online | Should -BeLike "*: $((Get-Command $_).HelpUri)" }
        finally { [Management.Automation.Internal.InternalTestHooks]::SetTestHook('BypassOnlineHelpRetrieval', $false) }
        (Get-Command $_).HelpUri | Should -Be "$((Import-PowerShellDataFile $ModulePath).PrivateData.PSData.ProjectUri)/blob/main/docs/en-US/$_.md"
        "$PSScriptRoot/../../docs/en-US/$_.md" | Should -Exist
    }

    It 'shows one line of syntax for each parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be (Get-Command $_).ParameterSets.Count
    }
}

# A PowerShell takes its time to start, so each makes several steps, and each step reports what is loaded where.
Describe 'Loading' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $count = (Get-Command -Module EventLinkDr).Count
        $loaded = 'EventLinkDr.Core 0 Default', 'EventLinkDr.PowerShell 0 Default'
        $connected = @(
            'EventLinkDr.Adapters 0 EventLinkDr'
            $loaded
            'Microsoft.Extensions.Logging.Abstractions 8 EventLinkDr'
            'Npgsql 9 EventLinkDr'
        )
        $listed = $connected + 'AWSSDK.Core 4 EventLinkDr' + 'AWSSDK.S3 4 EventLinkDr' | Sort-Object

        # An object store that lets nobody in, and says so at once.
        $refusal = Start-TestHttp { param($call) $call.Response.StatusCode = 403 }
        $store = $refusal.Address

        # Far enough to need each package, and no further.
        $steps = @"
function Connect { try { Get-EventLinkRollback -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' } catch { if (`$_.FullyQualifiedErrorId -notlike 'ServerUnreachable,*') { throw } } }
`$env:AWS_ACCESS_KEY_ID = `$env:AWS_SECRET_ACCESS_KEY = 'x'; `$env:AWS_REGION = 'eu-central-1'; `$env:AWS_ENDPOINT_URL = '$store'
function List { try { Get-EventLinkBackup s3://nowhere/ -ErrorAction Stop } catch { if (`$_.FullyQualifiedErrorId -notlike 'StoreRefused,*') { throw } } }
function Report([string] `$Step) {
    [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object FullName -Match '^(EventLinkDr\.|Npgsql,|AWSSDK\.|Microsoft\.Extensions\.Logging\.Abstractions,)' |
        ForEach-Object { '{0}: {1} {2} {3}' -f `$Step, `$_.GetName().Name, `$_.GetName().Version.Major, [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name }
}
"@

        # What a script reported in one of its steps.
        function Get-Step([string[]] $Lines, [string] $Step) {
            $Lines | Where-Object { $_.StartsWith("${Step}: ") } | ForEach-Object { $_.Substring($Step.Length + 2) } | Sort-Object
        }
    }

    AfterAll {
        Stop-TestHttp $refusal
    }

    Context 'by itself' {
        BeforeAll {
            $lines = Invoke-InNewPowerShell @"
$steps
Import-Module `$ModulePath; Report imported
Connect; Report connected
List; Report listed
Import-Module `$ModulePath -Force; Import-Module `$ModulePath -Force; Connect; List; Report forced
Remove-Module EventLinkDr; "removed: `$(Get-Command Get-EventLinkBackup -ListImported -ErrorAction Ignore)"
Import-Module `$ModulePath; Connect; List; Report again
"@
        }

        It 'loads no package before it needs one' {
            Get-Step $lines imported | Should -Be $loaded
        }

        It 'keeps packages in a context of their own, with one Core' {
            Get-Step $lines connected | Should -Be $connected
            Get-Step $lines listed | Should -Be $listed
        }

        It 'can be imported again with -Force' {
            Get-Step $lines forced | Should -Be $listed
        }

        It 'can be removed and imported again' {
            Get-Step $lines removed | Should -Be ''
            Get-Step $lines again | Should -Be $listed
        }
    }

    It 'works in runspaces at the same time, and in ForEach-Object -Parallel' {
        $lines = Invoke-InNewPowerShell @"
$steps
`$definitions = "function Connect { `${function:Connect} }; function List { `${function:List} }"
`$work = 1..2 | ForEach-Object {
    `$shell = [powershell]::Create()
    `$null = `$shell.AddScript("`$definitions; Import-Module '`$ModulePath'; Connect; List; 'runspace: ' + (Get-Command -Module EventLinkDr).Count")
    @{ Shell = `$shell; Run = `$shell.BeginInvoke() }
}
`$work | ForEach-Object { `$_.Shell.EndInvoke(`$_.Run); if (`$_.Shell.HadErrors) { throw `$_.Shell.Streams.Error } }
1..4 | ForEach-Object -Parallel { . ([scriptblock]::Create(`$using:definitions)); Import-Module '$ModulePath'; Connect; List; 'parallel: ' + (Get-Command -Module EventLinkDr).Count }
Report all
"@
        Get-Step $lines runspace | Should -Be (@("$count") * 2)
        Get-Step $lines parallel | Should -Be (@("$count") * 4)
        Get-Step $lines all | Should -Be $listed
    }

    Context 'beside modules with <Which> packages, imported <When>' -ForEach @(
        foreach ($when in 'before', 'after') {
            @{ When = $when; Which = 'newer'; Packages = @{ 'Npgsql' = '10.0.3.0'; 'Microsoft.Extensions.Logging.Abstractions' = '10.0.0.0'; 'AWSSDK.S3' = '9.0.0.0' } }
            @{ When = $when; Which = 'older'; Packages = @{ 'Npgsql' = '7.0.0.0'; 'Microsoft.Extensions.Logging.Abstractions' = '6.0.0.0'; 'AWSSDK.Core' = '3.3.0.0' } }
        }
    ) {
        BeforeAll {
            # Modules of somebody else, each with a package of its own, of another version, in PowerShell's context.
            # Add-Type gives an assembly a random name, so the compiler behind it is asked.
            Add-Type 'public class LoadsTheCompiler { }'
            $core = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
            $options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary')
            $others = foreach ($package in $Packages.Keys) {
                $name = $package -replace '\W'
                $folder = New-Item -ItemType Directory (Join-Path $TestDrive $name)
                $source = "using System.Reflection; [assembly: AssemblyVersion(`"$($Packages[$package])`")] namespace Theirs { public class In$name { public static string Whose = `"theirs`"; } }"
                $tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($source)
                $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create($package, [Microsoft.CodeAnalysis.SyntaxTree[]] $tree, [Microsoft.CodeAnalysis.MetadataReference[]] $core, $options)
                $result = [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit($compilation, "$folder/$package.dll")
                if (-not $result.Success) { throw $result.Diagnostics }
                Set-Content -LiteralPath "$folder/$name.psm1" "Add-Type -Path `$PSScriptRoot/$package.dll"
                "Import-Module '$folder/$name.psm1'"
            }

            $ours = 'Import-Module $ModulePath; Connect; List'
            $order = if ($When -eq 'before') { $others + $ours } else { @($ours) + $others }
            $whose = $Packages.Keys | ForEach-Object { "'theirs: ' + [Theirs.In$($_ -replace '\W')]::Whose" }
            $lines = Invoke-InNewPowerShell (($steps, $order, $whose, 'Connect', 'List', 'Report both' | ForEach-Object { $_ }) -join "`n")
        }

        It 'leaves them theirs' {
            Get-Step $lines theirs | Should -Be (@('theirs') * $Packages.Count)
        }

        It 'keeps its own' {
            $expected = $listed + ($Packages.GetEnumerator() | ForEach-Object { "$($_.Key) $(([version] $_.Value).Major) Default" }) | Sort-Object
            Get-Step $lines both | Should -Be $expected
        }
    }
}
