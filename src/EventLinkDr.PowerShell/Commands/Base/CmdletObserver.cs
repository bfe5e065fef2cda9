using System.Management.Automation;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>Says on PowerShell's streams what an operation tells: decisions as verbose, milestones as information, bytes as progress.</summary>
internal sealed class CmdletObserver(PipelinePump pump, Cmdlet cmdlet, ProgressBars bars) : IOperationObserver
{
    /// <summary>Tag of the information records.</summary>
    public const string Tag = "EventLinkDr";

    private static readonly string[] Tags = [Tag];

    public IDisposable Phase(string name)
    {
        Post(bars.Begin(name));
        return new Running(this, name);
    }

    public void Progress(in ProgressReport progress)
    {
        if (bars.Move(progress) is { } record) pump.Post(() => cmdlet.WriteProgress(record));
    }

    public void Decision(string message) => pump.Post(() => cmdlet.WriteVerbose(message));

    public void Milestone(string message) => pump.Post(() => cmdlet.WriteInformation(message, Tags));

    public void Warning(string message) => pump.Post(() => cmdlet.WriteWarning(message));

    private void End(string phase) => Post(bars.End(phase));

    private void Post(IReadOnlyList<ProgressRecord> records)
    {
        if (records.Count == 0) return;
        pump.Post(() =>
        {
            foreach (var record in records) cmdlet.WriteProgress(record);
        });
    }

    private sealed class Running(CmdletObserver observer, string name) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0) observer.End(name);
        }
    }
}
