using EventLinkDr.Adapters.Docker;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Tests.Docker;

public sealed class EngineAddressTests
{
    [Theory]
    [InlineData("unix:///run/user/1000/docker.sock", "unix:///run/user/1000/docker.sock")]
    [InlineData("npipe:////./pipe/docker_engine", "npipe:////./pipe/docker_engine")]
    [InlineData(@"npipe://\\.\pipe\docker_engine", "npipe:////./pipe/docker_engine")]
    [InlineData("tcp://10.0.0.1:1234", "tcp://10.0.0.1:1234")]
    [InlineData("tcp://ops.example", "tcp://ops.example:2375")]
    [InlineData("tcp://[::1]:2375/", "tcp://[::1]:2375")]
    [InlineData("http://ops.example:2375", "tcp://ops.example:2375")]
    [InlineData("ops.example:4243", "tcp://ops.example:4243")]
    public void FromEnvironment_DockerHost_IsReadAsTheDockerCommandReadsIt(string host, string expected)
    {
        var address = EngineAddress.FromEnvironment(Variables(("DOCKER_HOST", host)));
        Assert.Equal(expected, address.ToString());
        Assert.Null(address.CertificateDirectory);
    }

    [Theory]
    [InlineData("tcp://ops.example", "1", "/certs", 2376, "/certs")]
    [InlineData("tcp://ops.example:99", "1", "/certs", 99, "/certs")]
    [InlineData("tcp://ops.example", "", "/certs", 2375, null)]
    [InlineData("tcp://ops.example", null, "/certs", 2375, null)]
    public void FromEnvironment_TlsVerify_DecidesOverTlsAndTheUsualPort(string host, string? verify, string certificates, int port, string? directory)
    {
        var address = EngineAddress.FromEnvironment(Variables(("DOCKER_HOST", host), ("DOCKER_TLS_VERIFY", verify), ("DOCKER_CERT_PATH", certificates)));
        Assert.Equal((port, directory), (address.Port, address.CertificateDirectory));
    }

    [Fact]
    public void FromEnvironment_TlsWithoutADirectory_UsesTheUsersOwn()
    {
        var address = EngineAddress.FromEnvironment(Variables(("DOCKER_HOST", "tcp://ops.example"), ("DOCKER_TLS_VERIFY", "1")));
        Assert.Equal(".docker", Path.GetFileName(address.CertificateDirectory));
    }

    [Theory]
    [InlineData("ssh://ops:pass word@ops.example", "…@ops.example")]
    [InlineData("unix://", "unix://")]
    [InlineData("npipe:////server/share", "npipe:////server/share")]
    [InlineData("tcp://", "tcp://")]
    [InlineData("tcp://user:secret@ops.example:2375", "…@ops.example:2375")]
    [InlineData("tcp://ops.example:2375/path", "tcp://ops.example:2375/path")]
    public void FromEnvironment_AnAddressThatCannotBeUsed_IsRefusedWithoutItsPassword(string host, string shown)
    {
        var error = Assert.Throws<DrException>(() => EngineAddress.FromEnvironment(Variables(("DOCKER_HOST", host))));
        Assert.Equal(("TargetInvalid", shown), (error.Id, error.Found));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.41", "1.12", "1.41")]
    [InlineData("1.47", "1.24", "1.47")]
    [InlineData("1.52", "1.44", "1.47")]
    public void Negotiate_TakesTheNewestThatBothKnow(string newest, string oldest, string expected)
    {
        using var http = new EngineHttp(EngineAddress.Parse("unix:///none", null));
        Assert.Equal(expected, http.Negotiate(newest, oldest, "1.0").Api.ToString());
    }

    [Theory]
    [InlineData("1.40", "1.12")]
    [InlineData("1.60", "1.48")]
    [InlineData(null, null)]
    [InlineData("x", "1.12")]
    public void Negotiate_NothingInCommon_IsAnError(string? newest, string? oldest)
    {
        using var http = new EngineHttp(EngineAddress.Parse("unix:///none", null));
        Assert.Equal("EngineError", Assert.Throws<DrException>(() => http.Negotiate(newest, oldest, "1.0")).Id);
    }

    private static Func<string, string?> Variables(params (string Name, string? Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
