using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Adapters.Azure;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.Azure;

public sealed class AzureBlobStoreTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_ByAConnectionString_Works()
    {
        var place = await AzuritePlace.CreateAsync(azurite);
        var text = $"DefaultEndpointsProtocol=http;AccountName={AzuriteFixture.Account};AccountKey={AzuriteFixture.Key};BlobEndpoint={place.Service};";
        await using var store = AzureConnection.Open(place.Location("p/", place.Service) with { Endpoint = null }, name => name == "AZURE_STORAGE_CONNECTION_STRING" ? text : null, RetryPolicy.None);
        await TestContent.WriteAsync(store, "a", [1]);
        Assert.Equal([1], await TestContent.ReadAsync(store, "a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_ByASignature_WorksAndItIsNeverShown(bool isInAddress)
    {
        var place = await AzuritePlace.CreateAsync(azurite);
        var signature = Signature(place, "rcwdl");
        var location = BackupLocation.Parse(isInAddress ? $"{place.Address}/p?{signature}" : $"{place.Address}/p");
        await using var store = AzureConnection.Open(location, name => name == "AZURE_STORAGE_SAS_TOKEN" && !isInAddress ? "?" + signature : null, RetryPolicy.None);
        await TestContent.WriteAsync(store, "a", TestContent.Make(1000));
        Assert.Equal(TestContent.Make(1000), await TestContent.ReadAsync(store, "a"));
        Assert.Equal("a", Assert.Single(await TestContent.ListAsync(store)).Name);
        var error = await Assert.ThrowsAsync<StoreException>(() => store.OpenReadAsync("missing", 0, Token));
        Assert.DoesNotContain("sig=", error + store.Location + store.PathOf("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_ASignatureWithoutTheRight_IsStoreRefused()
    {
        var place = await AzuritePlace.CreateAsync(azurite);
        await using var store = AzureConnection.Open(BackupLocation.Parse($"{place.Address}/p?{Signature(place, "r")}"), _ => null, RetryPolicy.None);
        var error = await Assert.ThrowsAsync<StoreException>(() => TestContent.WriteAsync(store, "a", [1]));
        Assert.Equal(("StoreRefused", false), (error.Id, error.IsTransient));
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_AWrongKey_IsStoreRefused()
    {
        var place = await AzuritePlace.CreateAsync(azurite);
        await using var store = AzureConnection.Open(place.Location("p/", place.Service), name => name == "AZURE_STORAGE_KEY" ? "d3Jvbmc=" : null, RetryPolicy.None);
        var error = await Assert.ThrowsAsync<StoreException>(() => TestContent.ListAsync(store));
        Assert.Equal("StoreRefused", error.Id);
        Assert.DoesNotContain("d3Jvbmc=", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_NoSuchContainer_IsStoreUnavailable()
    {
        var place = await AzuritePlace.CreateAsync(azurite);
        var location = place.Location("p/", place.Service) with { Container = "no-such-container" };
        await using var store = AzureConnection.Open(location, name => name == "AZURE_STORAGE_KEY" ? AzuriteFixture.Key : null, RetryPolicy.None);
        foreach (var call in new Func<Task>[] { () => TestContent.ListAsync(store), () => TestContent.WriteAsync(store, "a", [1]), () => TestContent.ReadAsync(store, "a") })
        {
            var error = await Assert.ThrowsAsync<StoreException>(call);
            Assert.Equal("StoreUnavailable", error.Id);
            Assert.Contains("the container does not exist", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Probe_AContainerWithoutImmutability_SaysSoAndRetainIsRefused()
    {
        var place = await AzuritePlace.CreateAsync(azurite);
        await using var store = place.Open("p/");
        Assert.Equal(new StoreCapabilities(NeverReplaces: true, Retains: false), await store.ProbeAsync(Token));
        Assert.Equal("RetentionUnsupported", (await Assert.ThrowsAsync<DrException>(() => store.RetainAsync("a", DateTimeOffset.UtcNow.AddDays(1), Token))).Id);
    }

    [Fact]
    public async Task Create_AfterAKilledWriterOfTheSameName_Works()
    {
        var place = await AzuritePlace.CreateAsync(azurite);
        using var connection = new AzureConnection(place.Location("", place.Service), name => name == "AZURE_STORAGE_KEY" ? AzuriteFixture.Key : null);
        await connection.Client.PutBlockAsync("p/a", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Guid.NewGuid():N}-000000")), new byte[10], "test", Token);
        await using var store = place.Open("p/");
        Assert.Empty(await TestContent.ListAsync(store));
        await TestContent.WriteAsync(store, "a", [1, 2]);
        Assert.Equal([1, 2], await TestContent.ReadAsync(store, "a"));
    }

    [Fact]
    public void Open_AKeyForAnotherAccount_IsNotSentToThisOne()
    {
        var location = BackupLocation.Parse("az://mine/container");
        var error = Assert.Throws<DrException>(() => new AzureConnection(location, name => name == "AZURE_STORAGE_KEY" ? "not base64" : null));
        Assert.Equal("StoreCredentialMissing", error.Id);
        // With the account named, the key is not even looked at.
        new AzureConnection(location, name => name switch { "AZURE_STORAGE_KEY" => "not base64", "AZURE_STORAGE_ACCOUNT" => "other", _ => null }).Dispose();
        new AzureConnection(location, name => name == "AZURE_STORAGE_CONNECTION_STRING" ? "AccountName=other;AccountKey=not base64" : null).Dispose();
    }

    /// <summary>A shared access signature for the container, made as its description lays down (version 2020-12-06).</summary>
    private static string Signature(AzuritePlace place, string permissions)
    {
        var container = new Uri(place.Address).Segments[^1];
        string expiry = DateTime.UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), version = "2020-12-06";
        string[] fields = [permissions, "", expiry, $"/blob/{AzuriteFixture.Account}/{container}", "", "", "", version, "c", "", "", "", "", "", "", ""];
        var signature = HMACSHA256.HashData(Convert.FromBase64String(AzuriteFixture.Key), Encoding.UTF8.GetBytes(string.Join('\n', fields)));
        return $"sv={version}&sr=c&sp={permissions}&se={Uri.EscapeDataString(expiry)}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}";
    }
}
