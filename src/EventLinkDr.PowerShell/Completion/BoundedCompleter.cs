using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>
/// A completer that never keeps a person waiting: what is not known within the limit is not offered, and whatever goes wrong offers nothing.
/// </summary>
public abstract class BoundedCompleter : IArgumentCompleter
{
    /// <summary>How long a person is kept waiting; a test of what is offered, on a machine that is busy, allows more.</summary>
    internal static TimeSpan Limit { get; set; } = TimeSpan.FromMilliseconds(900);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var context = new CompletionContext(wordToComplete, fakeBoundParameters);
            using var limit = new CancellationTokenSource(Limit);
            var work = Task.Run(() => FindAsync(context, limit.Token), limit.Token);
            // Waited for no longer than the limit, even where the work does not look at its token.
            return work.Wait(Limit) ? [.. work.Result.Select(item => item.ToResult())] : [];
        }
        catch (Exception)
        {
            // A person is typing: this is no place for an error.
            return [];
        }
    }

    /// <summary>What could be meant by what is typed, best first.</summary>
    private protected abstract Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken);
}
