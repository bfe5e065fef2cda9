using System.Management.Automation;
using System.Management.Automation.Runspaces;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Tests.Hosting;

/// <summary>A runspace with our cmdlets, in this process: PowerShell's own engine without PowerShell installed.</summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace _runspace;

    public Session()
    {
        var state = InitialSessionState.CreateDefault2();
        foreach (var assembly in new[] { typeof(ModuleLifecycle).Assembly, typeof(Session).Assembly })
        {
            foreach (var type in assembly.GetTypes().Where(type => type.IsPublic && !type.IsAbstract && type.IsSubclassOf(typeof(Cmdlet))))
            {
                var name = (CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), inherit: false).Single();
                state.Commands.Add(new SessionStateCmdletEntry($"{name.VerbName}-{name.NounName}", type, helpFileName: null));
            }
        }

        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
    }

    public RecordingHost Host { get; } = new();

    public void Dispose() => _runspace.Dispose();

    /// <summary>A pipeline that has not begun; the caller reads its streams and may stop it.</summary>
    public System.Management.Automation.PowerShell Create(string script, params (string Name, object? Value)[] variables)
    {
        foreach (var (name, value) in variables) _runspace.SessionStateProxy.SetVariable(name, value);
        var shell = System.Management.Automation.PowerShell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }

    /// <summary>Runs a script to its end. A terminating error of a statement is among the errors, as in a script of an operator.</summary>
    public Outcome Run(string script, params (string Name, object? Value)[] variables)
    {
        using var shell = Create(script, variables);
        RuntimeException? terminating = null;
        var output = new PSDataCollection<PSObject>();
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException error)
        {
            terminating = error;
        }

        return new Outcome([.. output], [.. shell.Streams.Error], [.. shell.Streams.Verbose], [.. shell.Streams.Warning],
            [.. shell.Streams.Information], [.. shell.Streams.Progress], terminating);
    }
}
