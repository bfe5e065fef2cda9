using System.Management.Automation;
using EventLinkDr.Diagnostics;
using ErrorCategory = System.Management.Automation.ErrorCategory;

namespace EventLinkDr.PowerShell.Errors;

/// <summary>Turns our errors into PowerShell's: stable id, category, the failing item, what to do, the inner failure kept.</summary>
internal static class DrErrorRecord
{
    public static ErrorRecord From(DrException error, object? item)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new ErrorRecord(error, error.Id, CategoryOf(error.Kind.Category), error.Subject ?? item)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Remedy },
        };
    }

    /// <summary>A failure nobody foresaw, under an id of its own so that a script can tell it apart.</summary>
    public static DrException Unforeseen(Exception error) =>
        new(ErrorTable.Unexpected, $"{error.GetType().Name}: {error.Message.TrimEnd('.')}", error);

    /// <summary>Core names its categories after PowerShell's.</summary>
    public static ErrorCategory CategoryOf(Diagnostics.ErrorCategory category) => Enum.Parse<ErrorCategory>(category.ToString());
}
