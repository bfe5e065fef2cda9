using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>
/// Whether this is the cloud sandbox of Azure Automation, where no program can be started: what needs one says so before it begins.
/// </summary>
public static class Sandbox
{
    /// <summary>Environment variable that says so outright: <c>1</c> or <c>0</c>. Runbooks set it, for the platform has no sign of its own that is documented.</summary>
    public const string Variable = "EVENTLINKDR_SANDBOX";

    private const string JobVariable = "AUTOMATION_ASSET_SANDBOX_ID";
    private const string MachinePrefix = "SandboxHost-";

    /// <summary>Whether we are in it. Jobs on hybrid workers have the job's variable too, but not such a machine.</summary>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="machine">Name of the machine.</param>
    public static bool IsHere(Func<string, string?> environment, string machine)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(machine);
        return environment(Variable) switch
        {
            "1" => true,
            "0" => false,
            _ => !string.IsNullOrEmpty(environment(JobVariable)) && machine.StartsWith(MachinePrefix, StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Refuses what needs a program.</summary>
    /// <param name="what">What was to be done, and which program it needs: "a backup needs pg_dump".</param>
    /// <exception cref="DrException"><c>SandboxUnsupported</c>.</exception>
    public static void EnsureOutside(string what)
    {
        if (IsHere(Environment.GetEnvironmentVariable, Environment.MachineName))
            throw new DrException(ErrorTable.SandboxUnsupported, $"{what}, and the sandbox of Azure Automation starts no programs");
    }
}
