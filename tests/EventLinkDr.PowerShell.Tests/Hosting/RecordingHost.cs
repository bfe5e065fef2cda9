using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace EventLinkDr.PowerShell.Tests.Hosting;

/// <summary>A host that keeps what it is told and answers questions with what the test put in; without an answer nobody is there.</summary>
internal sealed class RecordingHost : PSHost
{
    private readonly Ui _ui;

    public RecordingHost() => _ui = new Ui(this);

    /// <summary>Everything written to the host, as a person would read it.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>Questions asked: caption, a line break, message.</summary>
    public List<string> Questions { get; } = [];

    /// <summary>Index of the choice to take (0 Yes, 2 No); null: the host cannot ask.</summary>
    public int? Answer { get; set; }

    /// <summary>Called when a question is asked, before it is answered.</summary>
    public Action? OnQuestion { get; set; }

    public override string Name => "RecordingHost";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override void EnterNestedPrompt() { }

    public override void ExitNestedPrompt() { }

    public override void NotifyBeginApplication() { }

    public override void NotifyEndApplication() { }

    public override void SetShouldExit(int exitCode) { }

    private sealed class Ui(RecordingHost host) : PSHostUserInterface
    {
        public override PSHostRawUserInterface? RawUI => null;

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new HostException("nobody there");

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            host.Questions.Add(caption + "\n" + message);
            host.OnQuestion?.Invoke();
            return host.Answer ?? throw new HostException("nobody there");
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new HostException("nobody there");

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
            PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw new HostException("nobody there");

        public override string ReadLine() => throw new HostException("nobody there");

        public override SecureString ReadLineAsSecureString() => throw new HostException("nobody there");

        public override void Write(string value) => Add(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Add(value);

        public override void WriteLine(string value) => Add(value + "\n");

        public override void WriteErrorLine(string value) => Add(value + "\n");

        public override void WriteDebugLine(string message) => Add(message + "\n");

        public override void WriteProgress(long sourceId, ProgressRecord record) { }

        public override void WriteVerboseLine(string message) => Add(message + "\n");

        public override void WriteWarningLine(string message) => Add(message + "\n");

        private void Add(string text)
        {
            lock (host.Text) host.Text.Append(text);
        }
    }
}
