using EventLinkDr.Adapters.Stores;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit.Faults;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.Stores;

public sealed class StoreOpenerTests
{
    private static readonly StoreOpener Opener = new(_ => null);

    [Theory]
    [InlineData("/var/backups", "/var/backups")]
    [InlineData("s3://bucket/p?region=eu-central-1", "s3://bucket/p/?region=eu-central-1")]
    [InlineData("az://account/container/p/a.sql.gz", "az://account/container/p/")]
    public async Task Open_EveryKind_SendsNothingAndKnowsItsPlace(string text, string location)
    {
        await using var store = Opener.Open(BackupLocation.Parse(text));
        Assert.Equal(location, store.Location);
    }

    [Fact]
    public async Task Open_WhatAListingOfASignedAddressGives_IsReachedWithTheSameSignature()
    {
        await using var proxy = new HostileProxy(new Uri("http://127.0.0.1:9"), _ => new Mischief { Answer = 403 });
        var opener = new StoreOpener(_ => null);
        await using var signed = opener.Open(BackupLocation.Parse($"{proxy.Address.AbsoluteUri.TrimEnd('/')}/account/container/p?sv=1&sig=abc"));
        var path = signed.PathOf("a.sql.gz");
        Assert.DoesNotContain("abc", path, StringComparison.Ordinal);
        await using var again = opener.Open(BackupLocation.Parse(path));
        await Assert.ThrowsAnyAsync<DrException>(() => TestContent.ListAsync(again));
        Assert.Contains("sig=abc", Assert.Single(proxy.Requests).Target, StringComparison.Ordinal);
        await using var other = opener.Open(BackupLocation.Parse($"{proxy.Address.AbsoluteUri.TrimEnd('/')}/account/another/p?sig=other"));
        await Assert.ThrowsAnyAsync<DrException>(() => TestContent.ListAsync(again));
        Assert.DoesNotContain(proxy.Requests, request => request.Target.Contains("other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_S3WithoutCredentials_SaysSoWhenItIsAsked()
    {
        // The SDK itself reads the environment; without this it would ask the network for a machine's identity.
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is not null, "this host has credentials for S3");
        await using var store = Opener.Open(BackupLocation.Parse("s3://bucket/p?endpoint=http://127.0.0.1:9"));
        Assert.Equal("StoreCredentialMissing", (await Assert.ThrowsAnyAsync<DrException>(() => TestContent.ListAsync(store))).Id);
    }

    [Fact]
    public void Open_S3WithoutARegion_IsLocationInvalid()
    {
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("AWS_REGION") is not null, "this host has a region for S3");
        Assert.Equal("LocationInvalid", Assert.Throws<DrException>(() => Opener.Open(BackupLocation.Parse("s3://bucket/p"))).Id);
    }
}
