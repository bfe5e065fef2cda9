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
        $scripts = 'build.ps1', 'build/Invoke-PesterSuite.ps1', 'out/EventLinkDr/EventLinkDr.psd1', 'tests/Pester/Common.ps1'
        $findings = $scripts | ForEach-Object { Invoke-ScriptAnalyzer (Join-Path $root $_) -ExcludeRule PSUseShouldProcessForStateChangingFunctions, PSReviewUnusedParameter }
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
$contexts = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object FullName -Match '^(EventLinkDr\.|Npgsql,|Microsoft\.Extensions\.Logging\.Abstractions,)' |
    ForEach-Object { '{0} {1} {2}' -f $_.GetName().Name, $_.GetName().Version.Major, [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }
$contexts | Sort-Object
'@
        # Far enough to need Npgsql, and no further than a closed port.
        $connect = @'
try { Get-EventLinkRollback -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' } catch { if ($_.FullyQualifiedErrorId -notlike 'ServerUnreachable,*') { throw } }
'@
        $own = @(
            'EventLinkDr.Adapters 0 EventLinkDr'
            'EventLinkDr.Core 0 Default'
            'EventLinkDr.PowerShell 0 Default'
            'Microsoft.Extensions.Logging.Abstractions 8 EventLinkDr'
            'Npgsql 9 EventLinkDr'
        )

        function New-OtherModule([string] $Name) {
            # A module of somebody else that brings an Npgsql of its own, of another version, into PowerShell's context.
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive $Name)
            # Add-Type gives an assembly a random name, so the compiler behind it is asked.
            $null = Invoke-InNewPowerShell @"
Add-Type 'public class LoadsTheCompiler { }'
`$source = 'using System.Reflection; [assembly: AssemblyVersion("7.0.0.0")] namespace Npgsql { public class NpgsqlConnection { public static string Whose = "theirs"; } }'
`$tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText(`$source)
`$core = [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)
`$options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary')
`$compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create('Npgsql', [Microsoft.CodeAnalysis.SyntaxTree[]] `$tree, [Microsoft.CodeAnalysis.MetadataReference[]] `$core, `$options)
`$result = [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit(`$compilation, '$folder/Npgsql.dll')
if (-not `$result.Success) { throw `$result.Diagnostics }
"@
            Set-Content -LiteralPath "$folder/$Name.psm1" "Add-Type -Path `$PSScriptRoot/Npgsql.dll"
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
"@ | Should -Be (@(9, 9) + $own)
    }

    It 'works in ForEach-Object -Parallel' {
        Invoke-InNewPowerShell "1..4 | ForEach-Object -Parallel { Import-Module '$ModulePath'; $connect; (Get-Command -Module EventLinkDr).Count }; $report" | Should -Be (@(9, 9, 9, 9) + $own)
    }

    It 'stands beside a module with another Npgsql, imported <When>' -ForEach @{ When = 'before' }, @{ When = 'after' } {
        $other = New-OtherModule "Other$When"
        $both = if ($When -eq 'before') { "Import-Module '$other'; Import-Module `$ModulePath; $connect" } else { "Import-Module `$ModulePath; $connect; Import-Module '$other'" }
        $lines = Invoke-InNewPowerShell "$both; [Npgsql.NpgsqlConnection]::Whose; $connect; $report"
        $lines[0] | Should -Be theirs
        $lines[1..($lines.Count)] | Should -Be (@($own) + 'Npgsql 7 Default' | Sort-Object)
    }
}
