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

    It 'shows one line of syntax for each parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be (Get-Command $_).ParameterSets.Count
    }
}

Describe 'Loading' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $report = @'
$contexts = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object FullName -Match '^(EventLinkDr\.|Npgsql,|AWSSDK\.|Microsoft\.Extensions\.Logging\.Abstractions,)' |
    ForEach-Object { '{0} {1} {2}' -f $_.GetName().Name, $_.GetName().Version.Major, [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }
$contexts | Sort-Object
'@
        # Far enough to need Npgsql, and no further than a closed port.
        $connect = @'
try { Get-EventLinkRollback -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' } catch { if ($_.FullyQualifiedErrorId -notlike 'ServerUnreachable,*') { throw } }
'@
        $count = (Get-Command -Module EventLinkDr).Count
        $own = @(
            'EventLinkDr.Adapters 0 EventLinkDr'
            'EventLinkDr.Core 0 Default'
            'EventLinkDr.PowerShell 0 Default'
            'Microsoft.Extensions.Logging.Abstractions 8 EventLinkDr'
            'Npgsql 9 EventLinkDr'
        )

        # The same for the package that reaches object stores.
        $list = @'
$env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'x'; $env:AWS_REGION = 'eu-central-1'; $env:AWS_ENDPOINT_URL = 'http://127.0.0.1:1'; $env:AWS_MAX_ATTEMPTS = 1
try { Get-EventLinkBackup s3://nowhere/ -ErrorAction Stop } catch { if ($_.FullyQualifiedErrorId -notlike 'StoreUnavailable,*') { throw } }
'@

        # A module of somebody else that brings a package of its own, of another version, into PowerShell's context.
        function New-OtherModule([string] $Name, [string] $Package, [version] $Version) {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive $Name)
            # Add-Type gives an assembly a random name, so the compiler behind it is asked.
            $null = Invoke-InNewPowerShell @"
Add-Type 'public class LoadsTheCompiler { }'
`$source = 'using System.Reflection; [assembly: AssemblyVersion("$Version")] namespace Theirs { public class InPackage { public static string Whose = "theirs"; } }'
`$tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText(`$source)
`$core = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
`$options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary')
`$compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create('$Package', [Microsoft.CodeAnalysis.SyntaxTree[]] `$tree, [Microsoft.CodeAnalysis.MetadataReference[]] `$core, `$options)
`$result = [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit(`$compilation, '$folder/$Package.dll')
if (-not `$result.Success) { throw `$result.Diagnostics }
"@
            Set-Content -LiteralPath "$folder/$Name.psm1" "Add-Type -Path `$PSScriptRoot/$Package.dll"
            "$folder/$Name.psm1"
        }
    }

    It 'keeps packages in a context of their own, with one Core' {
        Invoke-InNewPowerShell "Import-Module `$ModulePath; $connect; $report" | Should -Be $own
    }

    It 'loads no package before it needs one' {
        Invoke-InNewPowerShell "Import-Module `$ModulePath; $report" | Should -Be 'EventLinkDr.Core 0 Default', 'EventLinkDr.PowerShell 0 Default'
    }

    It 'can be imported again with -Force' {
        Invoke-InNewPowerShell "Import-Module `$ModulePath; $connect; Import-Module `$ModulePath -Force; Import-Module `$ModulePath -Force; $connect; $report" | Should -Be $own
    }

    It 'can be removed and imported again' {
        Invoke-InNewPowerShell "Import-Module `$ModulePath; $connect; Remove-Module EventLinkDr; if (Get-Command Get-EventLinkBackup -ErrorAction Ignore) { throw 'still there' }; Import-Module `$ModulePath; $connect; $report" |
            Should -Be $own
    }

    It 'works in two runspaces at the same time' {
        Invoke-InNewPowerShell @"
`$work = 1..2 | ForEach-Object {
    `$shell = [powershell]::Create()
    `$null = `$shell.AddScript("Import-Module '`$ModulePath'; $($connect.Trim().Replace('$', '`$')); (Get-Command -Module EventLinkDr).Count")
    @{ Shell = `$shell; Run = `$shell.BeginInvoke() }
}
`$work | ForEach-Object { `$_.Shell.EndInvoke(`$_.Run) }
$report
"@ | Should -Be (@($count) * 2 + $own)
    }

    It 'works in ForEach-Object -Parallel' {
        Invoke-InNewPowerShell "1..4 | ForEach-Object -Parallel { Import-Module '$ModulePath'; $connect; (Get-Command -Module EventLinkDr).Count }; $report" | Should -Be (@($count) * 4 + $own)
    }

    It 'stands beside a module with <Package> <Version>, imported <When>' -ForEach @(
        foreach ($package in @{ Package = 'Npgsql'; Version = '10.0.3.0' }, @{ Package = 'Npgsql'; Version = '7.0.0.0' },
            @{ Package = 'Microsoft.Extensions.Logging.Abstractions'; Version = '10.0.0.0' }, @{ Package = 'Microsoft.Extensions.Logging.Abstractions'; Version = '6.0.0.0' },
            @{ Package = 'AWSSDK.Core'; Version = '3.3.0.0' }, @{ Package = 'AWSSDK.S3'; Version = '9.0.0.0' }) {
            'before', 'after' | ForEach-Object { $package + @{ When = $_ } }
        }
    ) {
        $other = New-OtherModule -Name "Other$When$($Version -replace '\D')$($Package -replace '\W')" -Package $Package -Version $Version
        $both = if ($When -eq 'before') { "Import-Module '$other'; Import-Module `$ModulePath; $connect; $list" } else { "Import-Module `$ModulePath; $connect; $list; Import-Module '$other'" }
        $lines = Invoke-InNewPowerShell "$both; [Theirs.InPackage]::Whose; $connect; $list; $report"
        $lines[0] | Should -Be theirs
        $all = $own + 'AWSSDK.Core 4 EventLinkDr' + 'AWSSDK.S3 4 EventLinkDr' + "$Package $(([version] $Version).Major) Default"
        $lines[1..$lines.Count] | Sort-Object | Should -Be ($all | Sort-Object)
    }
}
