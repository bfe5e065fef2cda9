using System.Runtime.ExceptionServices;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Sessions that load at once, each on a thread of its own. The first one also serves the thread that reads the dump, while the others
/// rest. The first failure stops all.
/// </summary>
internal sealed class LaneCrew : IDisposable
{
    private readonly Func<CancellationToken, LoadLane> _open;
    private readonly CancellationTokenSource _stop;
    private readonly LoadLane?[] _lanes;
    private readonly List<Thread> _threads = [];
    private readonly Queue<Action<LoadLane>> _jobs = new();
    private readonly bool _borrowed;
    private Exception? _failure;
    private int _busy;
    private bool _closed;

    /// <summary>A crew with sessions of its own.</summary>
    /// <param name="open">Opens one more session.</param>
    /// <param name="count">Sessions at most.</param>
    /// <param name="cancellationToken">Stops everything at once.</param>
    public LaneCrew(Func<CancellationToken, LoadLane> open, int count, CancellationToken cancellationToken)
    {
        _open = open;
        _lanes = new LoadLane?[Math.Max(1, count)];
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>A crew of one session that belongs to the caller; everything runs on the calling thread.</summary>
    public LaneCrew(LoadLane borrowed, CancellationToken cancellationToken) : this(_ => borrowed, 1, cancellationToken) => _borrowed = true;

    /// <summary>Whether work runs on the calling thread.</summary>
    public bool IsInline => _borrowed;

    /// <summary>Sessions at most.</summary>
    public int Count => _lanes.Length;

    /// <summary>Cancelled by the caller or by the first failure.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>The first session, for use while no work is under way: after <see cref="Drain"/>.</summary>
    public LoadLane First => _lanes[0] ??= _open(Stopping);

    /// <summary>Gives work to a session that is or becomes free.</summary>
    public void Post(Action<LoadLane> job)
    {
        if (_borrowed)
        {
            job(First);
            return;
        }

        lock (_jobs)
        {
            if (_failure is not null) return;
            _jobs.Enqueue(job);
            if (_busy + _jobs.Count > _threads.Count && _threads.Count < _lanes.Length) StartThread();
            Monitor.PulseAll(_jobs);
        }
    }

    /// <summary>Waits until all work is done.</summary>
    /// <exception cref="Diagnostics.DrException">The first failure.</exception>
    public void Drain()
    {
        lock (_jobs)
        {
            while (_jobs.Count > 0 || _busy > 0) Monitor.Wait(_jobs);
            ThrowFailure();
        }
    }

    /// <summary>Throws the first failure, if there is one.</summary>
    public void ThrowFailure()
    {
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Ends every session of its own; what is under way is cancelled.</summary>
    public void Dispose()
    {
        bool working;
        lock (_jobs)
        {
            _closed = true;
            working = _jobs.Count > 0 || _busy > 0;
            _jobs.Clear();
            Monitor.PulseAll(_jobs);
        }

        if (working) _stop.Cancel();

        foreach (var thread in _threads) thread.Join();
        if (!_borrowed)
            foreach (var lane in _lanes) lane?.Session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private void StartThread()
    {
        var index = _threads.Count;
        var thread = new Thread(() => Work(index)) { IsBackground = true, Name = $"load {index}" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Work(int index)
    {
        while (Take() is { } job)
        {
            try
            {
                job(_lanes[index] ??= _open(Stopping));
            }
            catch (Exception error)
            {
                Fail(error);
            }

            lock (_jobs)
            {
                _busy--;
                Monitor.PulseAll(_jobs);
            }
        }
    }

    private Action<LoadLane>? Take()
    {
        lock (_jobs)
        {
            while (_jobs.Count == 0)
            {
                if (_closed) return null;
                Monitor.Wait(_jobs);
            }

            _busy++;
            return _jobs.Dequeue();
        }
    }

    private void Fail(Exception error)
    {
        lock (_jobs)
        {
            // What ends because of the first failure is not a failure of its own.
            if (_failure is null or OperationCanceledException) _failure = error;
            _jobs.Clear();
        }

        _stop.Cancel();
    }
}
