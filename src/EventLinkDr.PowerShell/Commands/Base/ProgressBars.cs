using System.Globalization;
using System.Management.Automation;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>
/// Two bars of one cmdlet: the phase at hand, and below it how many bytes of it are done. Makes records; on most occasions somebody else writes them.
/// </summary>
internal sealed class ProgressBars(string title, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static int s_ids;

    // Two cmdlets of one pipeline show bars at the same time.
    private readonly int _phaseId = Interlocked.Add(ref s_ids, 2);
    private readonly TransferRate _rate = new(clock);
    private readonly List<string> _phases = [];
    private readonly object _gate = new();
    private long _lastTransfer;
    private bool _phaseShown;
    private bool _transferShown;

    /// <summary>A phase begins.</summary>
    public IReadOnlyList<ProgressRecord> Begin(string phase)
    {
        lock (_gate)
        {
            _phases.Add(phase);
            return ShowPhase();
        }
    }

    /// <summary>A phase ends.</summary>
    public IReadOnlyList<ProgressRecord> End(string phase)
    {
        lock (_gate)
        {
            _phases.Remove(phase);
            return _phases.Count == 0 ? Complete() : ShowPhase();
        }
    }

    /// <summary>Work goes on; null while the last record is too young to be replaced.</summary>
    public ProgressRecord? Move(in ProgressReport report)
    {
        lock (_gate)
        {
            var finished = report.BytesTotal > 0 && report.BytesDone >= report.BytesTotal;
            if (_transferShown && !finished && clock.GetElapsedTime(_lastTransfer) < Pause) return null;
            _lastTransfer = clock.GetTimestamp();
            _transferShown = true;
            return Transfer(report, _rate.Add(report.Activity, report.BytesDone));
        }
    }

    /// <summary>Takes every bar away that is shown.</summary>
    public IReadOnlyList<ProgressRecord> Complete()
    {
        lock (_gate)
        {
            var records = new List<ProgressRecord>(2);
            if (_transferShown) records.Add(new ProgressRecord(_phaseId + 1, title, " ") { ParentActivityId = _phaseId, RecordType = ProgressRecordType.Completed });
            if (_phaseShown) records.Add(new ProgressRecord(_phaseId, title, " ") { RecordType = ProgressRecordType.Completed });
            _transferShown = _phaseShown = false;
            return records;
        }
    }

    /// <summary>The same, written by the cmdlet whose bars they are.</summary>
    public void TakeAway(Cmdlet cmdlet)
    {
        try
        {
            foreach (var record in Complete()) cmdlet.WriteProgress(record);
        }
        catch (PipelineStoppedException)
        {
            // A stopped pipeline takes its bars away itself.
        }
    }

    private List<ProgressRecord> ShowPhase()
    {
        var records = new List<ProgressRecord>(2);
        // The bytes shown belong to the phase before.
        if (_transferShown) records.Add(new ProgressRecord(_phaseId + 1, title, " ") { ParentActivityId = _phaseId, RecordType = ProgressRecordType.Completed });
        _transferShown = false;
        _phaseShown = true;
        records.Add(new ProgressRecord(_phaseId, title, string.Join(" > ", _phases)));
        return records;
    }

    private ProgressRecord Transfer(in ProgressReport report, double? rate)
    {
        var status = report.BytesTotal > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Readable.Size(report.BytesDone)} of {Readable.Size(report.BytesTotal)}")
            : Readable.Size(report.BytesDone);
        if (rate is { } known) status += ", " + Readable.Rate(known);
        // PowerShell's one-line view leaves the current operation out.
        if (report.Item is not null) status += ", " + report.Item;
        return new ProgressRecord(_phaseId + 1, report.Activity, status)
        {
            ParentActivityId = _phaseShown ? _phaseId : -1,
            CurrentOperation = report.Item,
            PercentComplete = report.BytesTotal > 0 ? (int)Math.Clamp(report.BytesDone * 100.0 / report.BytesTotal, 0, 100) : -1,
            SecondsRemaining = TransferRate.Remaining(rate, report.BytesDone, report.BytesTotal) is { } left ? (int)left.TotalSeconds : -1,
        };
    }
}
