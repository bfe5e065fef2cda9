#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
    $scripts = Get-ChildItem "$root/examples", "$root/build", "$root/build.ps1" -Recurse -Include *.ps1 |
        Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]' | ForEach-Object { @{ Name = [IO.Path]::GetRelativePath($root, $_.FullName); File = $_.FullName } }
    $analyzer = Get-Module -ListAvailable PSScriptAnalyzer
}

Describe 'Scripts' -Skip:(-not $analyzer) {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $settings = Join-Path $PSScriptRoot '../../PSScriptAnalyzerSettings.psd1'
    }

    It '<Name> is clean' -ForEach $scripts {
        $found = Invoke-ScriptAnalyzer -Path $File -Settings $settings
        $found | ForEach-Object { "$($_.Line): $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }

    It 'the manifest of the packed module is clean' {
        Invoke-ScriptAnalyzer -Path $ModulePath -Settings $settings | Should -BeNullOrEmpty
        Test-ModuleManifest $ModulePath -WarningVariable warnings | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }
}
