using System.Text.Json;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Health;
using EventLinkDr.Operations.Maintenance;
using EventLinkDr.Operations.Recovery;

namespace EventLinkDr.Core.Tests.Operations;

public sealed class ProbePasswordTests
{
    private const string Password = "not to be seen";

    public static TheoryData<object> Options =>
    [
        new RecoveryOptions { ProbePassword = Password }, new MaintenanceOptions { Enabled = true, ProbePassword = Password }, new HealthOptions { ProbePassword = Password },
        new DeploymentDrillOptions { ProbePassword = Password },
    ];

    /// <summary>Plans hold their options, and are printed as JSON.</summary>
    [Theory, MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public void Options_AsJsonAsTextAndToScripts_DoNotShowIt(object options)
    {
        Assert.DoesNotContain(Password, JsonSerializer.Serialize(options, ResultJson.Options()), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(options.GetType().GetProperties(), property => property.Name == nameof(RecoveryOptions.ProbePassword) && property.GetMethod?.IsPublic == true);
    }
}
