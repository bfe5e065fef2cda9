using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Explains errors: what an id means, and what to do.</summary>
[Cmdlet(VerbsCommon.Get, "EventLinkError", DefaultParameterSetName = nameof(Id), HelpUri = OnlineHelp.Pages + "Get-EventLinkError.md")]
[OutputType(typeof(ErrorKind))]
public sealed class GetEventLinkErrorCommand : AsyncDrCmdlet
{
    /// <summary>Ids, with wildcards, or what PowerShell calls FullyQualifiedErrorId.</summary>
    [Parameter(ParameterSetName = nameof(Id), Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullyQualifiedErrorId", "ErrorId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ErrorIdCompleter))]
    public string?[]? Id { get; set; } = ["*"];

    /// <summary>A failure, such as the last one: <c>$Error[0]</c>.</summary>
    [Parameter(ParameterSetName = nameof(ErrorRecord), Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public ErrorRecord? ErrorRecord { get; set; }

    private protected override object? Item => (object?)ErrorRecord ?? Id;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        // What went well has an ErrorId of nothing.
        string[] ids = ErrorRecord is not null ? [IdOf(ErrorRecord)] : [.. (Id ?? []).OfType<string>()];
        foreach (var id in ids)
        {
            try
            {
                foreach (var kind in Find(id)) await WriteAsync(kind).ConfigureAwait(false);
            }
            catch (DrException error) when (ids.Length > 1)
            {
                await WriteErrorAsync(error, id).ConfigureAwait(false);
            }
        }
    }

    private static IEnumerable<ErrorKind> Find(string id)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(id)) return [ErrorTable.Get(id)];
        var pattern = new WildcardPattern(id, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return ErrorTable.All.Where(kind => pattern.IsMatch(kind.Id));
    }

    /// <summary>An error that a script throws on (<c>throw $proof.Error</c>) has its text for an id.</summary>
    private static string IdOf(ErrorRecord record)
    {
        for (var error = record.Exception; error is not null; error = error.InnerException)
            if (error is DrException own) return own.Id;
        return record.FullyQualifiedErrorId;
    }
}
