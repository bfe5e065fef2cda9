using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class SandboxTests
{
    [Theory]
    [InlineData(null, null, "ops1", false)]
    [InlineData(null, "4b1c", "ops1", false)]
    [InlineData(null, null, "SandboxHost-638", false)]
    [InlineData(null, "4b1c", "SandboxHost-638", true)]
    [InlineData(null, "4b1c", "SANDBOXHOST-638", true)]
    [InlineData("0", "4b1c", "SandboxHost-638", false)]
    [InlineData("1", null, "ops1", true)]
    public void IsHere_SaysTheRunbookFirstAndThePlatformElse(string? told, string? job, string machine, bool expected) =>
        Assert.Equal(expected, Sandbox.IsHere(name => name switch { "EVENTLINKDR_SANDBOX" => told, "AUTOMATION_ASSET_SANDBOX_ID" => job, _ => null }, machine));
}
