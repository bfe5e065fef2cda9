using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class StandbyResolverTests
{
    private static readonly EventLinkTarget Primary = new()
    {
        Database = "live", Username = "app", Password = "pw", Host = "db1", Port = 5432, SslMode = "require", Project = "eventlink", ProjectDirectory = "/srv/eventlink", Container = "db",
    };

    [Theory]
    [InlineData("db2", "db2", 5432)]
    [InlineData("db2:5433", "db2", 5433)]
    [InlineData("fd00::2", "fd00::2", 5432)]
    [InlineData("[fd00::2]:5433", "fd00::2", 5433)]
    [InlineData("host=db2 port=5433", "db2", 5433)]
    [InlineData("postgresql://db2:5433/live", "db2", 5433)]
    public async Task Resolve_Standby_IsTheSameDatabaseElsewhere(string text, string host, int port)
    {
        var standby = await ResolveAsync(text);
        Assert.Equal((host, port, "live", "app", "pw"), (standby.Host, standby.Port, standby.Database, standby.Username, standby.Password));
        // Its services and its container are not those of the primary.
        Assert.Equal((null, null, null), (standby.Project, standby.ProjectDirectory, standby.Container));
    }

    [Fact]
    public async Task Resolve_AnotherUser_DoesNotGetThePassword() =>
        Assert.Equal(("ops", null), await ResolveAsync("host=db2 user=ops") is var standby ? (standby.Username, standby.Password) : default);

    [Fact]
    public async Task Resolve_HostAlone_KeepsTheTlsOfThePrimary() => Assert.Equal("require", (await ResolveAsync("db2")).SslMode);

    [Theory]
    [InlineData("")]
    [InlineData(":5432")]
    [InlineData("db2:http")]
    [InlineData("db2:0")]
    [InlineData("live on db2:5432")]
    [InlineData("host=db2 dbname=other")]
    public async Task Resolve_WhatIsNoStandby_IsAnError(string text) => Assert.Equal("TargetInvalid", (await Assert.ThrowsAsync<DrException>(() => ResolveAsync(text))).Id);

    private static Task<EventLinkTarget> ResolveAsync(string text) =>
        new StandbyResolver(new FakeHost(), new FakeAdapters(new FakeContainers())).ResolveAsync(text, Primary, NullObserver.Instance, CancellationToken.None);
}
