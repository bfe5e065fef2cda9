@{
    RootModule = 'EventLinkDr.PowerShell.dll'
    ModuleVersion = '0.1.0'
    GUID = '6f0a3b0e-3a67-4d0e-9a52-0f2b5d1c7e11'
    Author = 'EventLinkDr contributors'
    CompanyName = 'EventLink'
    Copyright = '(c) EventLinkDr contributors. MIT license.'
    Description = 'Brings an EventLink PostgreSQL database back: proven backups, restores that replace nothing before the new data is proven, drills.'
    PowerShellVersion = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess = @(
        'Formats/Target.Format.ps1xml'
        'Formats/Backup.Format.ps1xml'
        'Formats/Verification.Format.ps1xml'
        'Formats/Health.Format.ps1xml'
        'Formats/Maintenance.Format.ps1xml'
        'Formats/Restore.Format.ps1xml'
        'Formats/Plan.Format.ps1xml'
        'Formats/Drill.Format.ps1xml'
        'Formats/Retention.Format.ps1xml'
        'Formats/Replication.Format.ps1xml'
        'Formats/Recovery.Format.ps1xml'
        'Formats/Schema.Format.ps1xml'
        'Formats/Error.Format.ps1xml'
    )
    CmdletsToExport = @(
        'Get-EventLinkTarget'
        'Backup-EventLinkDb'
        'Get-EventLinkBackup'
        'Test-EventLinkBackup'
        'Restore-EventLinkDb'
        'Undo-EventLinkRestore'
        'Get-EventLinkRollback'
        'Get-EventLinkMaintenance'
        'Set-EventLinkMaintenance'
        'Test-EventLinkHealth'
        'New-EventLinkBackupKey'
        'Copy-EventLinkBackup'
        'Remove-EventLinkRollback'
        'Invoke-EventLinkDrill'
        'Get-EventLinkReplication'
        'Remove-EventLinkBackup'
        'Protect-EventLinkBackup'
        'Unprotect-EventLinkBackup'
        'Measure-EventLinkRecoveryPoint'
        'Switch-EventLinkPrimary'
        'Invoke-EventLinkRecovery'
        'Get-EventLinkSchemaRevision'
        'Update-EventLinkSchema'
        'Export-EventLinkReport'
        'Get-EventLinkError'
    )
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('PostgreSQL', 'Backup', 'Restore', 'DisasterRecovery', 'Docker', 'Linux', 'Windows', 'MacOS')
            ProjectUri = 'https://github.com/Prekzursil/event-link'
            LicenseUri = 'https://opensource.org/license/mit'
            ReleaseNotes = 'What changed stands in CHANGELOG.md of the sources, the newest on top.'
        }
    }
}
