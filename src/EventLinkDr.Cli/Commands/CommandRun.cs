using System.CommandLine;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Operations.Notices;

namespace EventLinkDr.Cli.Commands;

/// <summary>One run of a command: what it was told, whom it tells, and how it ends.</summary>
internal sealed class CommandRun : IAsyncDisposable
{
    private readonly Terminal _terminal;
    private readonly ConsoleObserver _observer;
    private readonly Verbosity _verbosity;
    private readonly bool _json;
    private readonly NotifyOptions? _notify;
    private NoticeBook? _notices;

    private CommandRun(ParseResult parsed, Terminal terminal, NotifyOptions? notify, CancellationToken cancellationToken)
    {
        _notify = notify;
        _terminal = terminal;
        _json = parsed.GetValue(CommonOptions.Json);
        _verbosity = parsed.GetValue(CommonOptions.Verbose) ? Verbosity.Verbose : parsed.GetValue(CommonOptions.Quiet) ? Verbosity.Quiet : Verbosity.Normal;
        _observer = new ConsoleObserver(terminal, _verbosity, TimeProvider.System);
        Parsed = parsed;
        CancellationToken = cancellationToken;
    }

    /// <summary>The command line.</summary>
    public ParseResult Parsed { get; }

    /// <summary>Cancelled by a signal.</summary>
    public CancellationToken CancellationToken { get; }

    public IOperationObserver Observer => _observer;

    public IAdapters Adapters { get; } = CompositionRoot.Create();

    /// <summary>Finds the keys that are meant.</summary>
    public KeyResolver Keys => new(Adapters.Cipher, new LocalHost());

    /// <summary>Runs a command's work and turns its end into an exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="terminal">Whom it talks to.</param>
    /// <param name="work">The work.</param>
    /// <param name="notify">Who else is told how it ended; null for nobody.</param>
    public static void Set(Command command, Terminal terminal, Func<CommandRun, Task<ExitCode>> work, NotifyOptions? notify = null) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = new CommandRun(parsed, terminal, notify, cancellationToken);
            await using (run.ConfigureAwait(false)) return (int)await run.ExecuteAsync(work).ConfigureAwait(false);
        });

    /// <summary>The deployment that is meant.</summary>
    public Task<EventLinkTarget> ResolveAsync(TargetOptions options, bool withoutDatabase = false) =>
        new TargetResolver(new LocalHost(), Adapters).ResolveAsync(options.Read(Parsed, withoutDatabase), Observer, CancellationToken);

    /// <summary>The deployment that is meant, reached.</summary>
    public async Task<IDeployment> ConnectAsync(TargetOptions options, bool startDatabase = false) =>
        await Adapters.Deployments.ConnectAsync(await ResolveAsync(options).ConfigureAwait(false), new ConnectOptions { StartDatabase = startDatabase && !IsWhatIf },
            Observer, CancellationToken).ConfigureAwait(false);

    /// <summary>The deployment that is meant; its database may be away.</summary>
    public async Task<IDeployment> ConnectWithoutDatabaseAsync(TargetOptions options) =>
        await Adapters.Deployments.ConnectAsync(await ResolveAsync(options, withoutDatabase: true).ConfigureAwait(false), new ConnectOptions { WithoutDatabase = true },
            Observer, CancellationToken).ConfigureAwait(false);

    /// <summary>Whether nothing may be changed.</summary>
    public bool IsWhatIf => Parsed.GetValue(CommonOptions.WhatIf);

    /// <summary>Shows a plan where that was asked for, asks where a person must decide, and says whether to go on.</summary>
    /// <param name="plan">What would be done.</param>
    /// <param name="ask">Whether it replaces or deletes something.</param>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>.</exception>
    public async Task<bool> ApproveAsync(EventLinkPlan plan, bool ask)
    {
        if (IsWhatIf)
        {
            Show(plan, () => PlanText.Of(plan));
            return false;
        }

        if (!ask || Parsed.GetValue(CommonOptions.Yes)) return true;
        if (!_terminal.CanAsk) throw new DrException(ErrorTable.ConfirmationNeeded, $"{plan.Operation} ({plan.Subject}) asks before it changes anything, and nobody can answer here")
        {
            Remedy = "Give --yes to go on without the question, or --what-if to see the plan.",
        };
        if (await ReadAnswerAsync(PlanText.Of(plan), CancellationToken).ConfigureAwait(false)) return true;
        throw new DrException(ErrorTable.ConfirmationNeeded, "the question was not answered with yes; nothing was changed") { Remedy = "Answer y to go on." };
    }

    /// <summary>Makes sure that questions can be answered later on.</summary>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>.</exception>
    public void RequireAnswers()
    {
        if (!_terminal.CanAsk && !IsWhatIf)
            throw new DrException(ErrorTable.ConfirmationNeeded, "--pause asks before each step, and nobody can answer here: standard input is no terminal; nothing was changed") { Remedy = "Leave --pause away, or run it in a terminal." };
    }

    /// <summary>Asks in the middle of the work.</summary>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>: nobody can answer.</exception>
    public async Task<bool> AskAsync(string what, CancellationToken cancellationToken)
    {
        if (!_terminal.CanAsk) throw new DrException(ErrorTable.ConfirmationNeeded, $"{what} waits for an answer, and nobody can answer here") { Remedy = "Leave --pause away." };
        return await ReadAnswerAsync(what, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A terminal's line cannot be waited for with a token: Ctrl+C must end the question all the same.</summary>
    private async Task<bool> ReadAnswerAsync(string what, CancellationToken cancellationToken)
    {
        _observer.Dispose();
        await _terminal.Error.WriteAsync($"{what}{Environment.NewLine}Go on? [y/N] ").ConfigureAwait(false);
        var answer = await Task.Run(_terminal.Input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>Writes what is known so far to standard error.</summary>
    public void Tell(string text)
    {
        _observer.Dispose();
        _terminal.Error.WriteLine(text);
    }

    /// <summary>Writes a result to standard output.</summary>
    /// <param name="result">The object, for <c>--json</c>.</param>
    /// <param name="text">The same for a person.</param>
    public void Show(object result, Func<string> text)
    {
        _observer.Dispose();
        _notices?.Add(result);
        if (_json) _terminal.Output.WriteLine(JsonOutput.Of(result));
        else if (_verbosity != Verbosity.Quiet || IsWhatIf) _terminal.Output.WriteLine(text());
    }

    /// <summary>Writes an error to standard error.</summary>
    public void Tell(DrException error)
    {
        _observer.Dispose();
        _notices?.Add(error);
        _terminal.Error.WriteLine($"error [{error.Id}]: {error.Message}");
        if (error.Remedy.Length > 0) _terminal.Error.WriteLine($"  {CommandLineWords.Of(error.Remedy)}");
    }

    public ValueTask DisposeAsync() => Adapters.DisposeAsync();

    private async Task<ExitCode> ExecuteAsync(Func<CommandRun, Task<ExitCode>> work)
    {
        try
        {
            // Read before any work: an address that cannot be used is found before the backup, not after it.
            _notices = IsWhatIf ? null : _notify?.Open(Parsed);
            var code = await work(this).ConfigureAwait(false);
            await TellAsync().ConfigureAwait(false);
            return code;
        }
        catch (Exception error)
        {
            var known = error switch
            {
                OperationCanceledException when CancellationToken.IsCancellationRequested => new DrException(ErrorTable.Cancelled, "the operation was stopped", error),
                OperationCanceledException => new DrException(ErrorTable.TimedOut, "an answer did not come in time", error),
                DrException own => own,
                _ => new DrException(ErrorTable.Unexpected, $"{error.GetType().Name}: {error.Message}", error),
            };
            Report(known, error);
            await TellAsync().ConfigureAwait(false);
            return known.Kind.ExitCode;
        }
        finally
        {
            _observer.Dispose();
        }
    }

    private async Task TellAsync()
    {
        if (_notices is null || CancellationToken.IsCancellationRequested) return;
        try
        {
            await _notices.TellAsync(_observer, CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped while it told: the work itself has ended.
        }
    }

    private void Report(DrException known, Exception error)
    {
        Tell(known);
        if (_verbosity == Verbosity.Verbose) _terminal.Error.WriteLine(error);
        if (_json) _terminal.Output.WriteLine(JsonOutput.OfError(known));
    }
}
