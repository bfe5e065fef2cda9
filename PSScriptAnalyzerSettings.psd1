# What scripts are held against: every rule but one.
@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Files are UTF-8 without a mark, as everywhere in this tree; PowerShell 7 reads them so.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
