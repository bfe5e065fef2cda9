using EventLinkDr.Adapters.S3;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.S3;

public sealed class S3StoreTests(MotoFixture moto)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispose_WithoutCommit_AbortsTheUpload()
    {
        var place = await MotoPlace.CreateAsync(moto);
        await using var store = place.Open("p/");
        using var client = place.Client("p/", place.Service);
        await using (var writer = await store.CreateAsync("a", replace: false, Token))
        {
            await writer.Content.WriteAsync(new byte[11_000_000], Token);
            Assert.Single(await WaitForUploadsAsync(client));
        }

        Assert.Empty(await client.ListUploadsAsync("p/", "test", Token));
    }

    [Fact]
    public async Task Create_AfterAKilledWriter_AbortsItsUploadAndNoOther()
    {
        var place = await MotoPlace.CreateAsync(moto);
        using var client = place.Client("p/", place.Service);
        var traits = new ObjectTraits("text/plain", "dead", Replace: false);
        var dead = await client.BeginAsync("p/dead", traits, "test", Token);
        var busy = await client.BeginAsync("p/busy", traits, "test", Token);
        await client.PutPartAsync("p/busy", busy, 1, new byte[10], "test", Token);
        await client.BeginAsync("p/deeper/dead", traits, "test", Token);
        // All of moto's uploads are old; the busy one has had a part just now.
        await using var store = place.Open("p/", leftoverAge: TimeSpan.FromHours(12));
        await TestContent.WriteAsync(store, "a", [1]);
        Assert.Equal(["p/busy", "p/deeper/dead"], (await client.ListUploadsAsync("p/", "test", Token)).Select(upload => upload.Key).Order(StringComparer.Ordinal));
        Assert.NotEqual(dead, busy);
    }

    [Fact]
    public async Task Probe_AServiceThatKnowsConditions_SaysSoAndLeavesNothing()
    {
        var place = await MotoPlace.CreateAsync(moto);
        await using var store = place.Open("p/");
        Assert.Equal(new StoreCapabilities(NeverReplaces: true, Retains: false), await store.ProbeAsync(Token));
        using var client = place.Client("p/", place.Service);
        Assert.Empty((await client.ListAsync("p/", null, 100, "test", Token)).S3Objects ?? []);
    }

    [Fact]
    public async Task Probe_AServiceThatIgnoresConditions_SaysSo_AndStillNothingIsReplacedThatIsThere()
    {
        var place = await MotoPlace.CreateAsync(moto);
        await using var proxy = new HostileProxy(place.Service, _ => new Mischief { DropHeader = "If-None-Match" });
        await using var store = place.Open("p/", proxy.Address);
        Assert.False((await store.ProbeAsync(Token)).NeverReplaces);
        await using var writer = await store.CreateAsync("a", replace: false, Token);
        await writer.Content.WriteAsync("ours"u8.ToArray(), Token);
        await using var other = place.Open("p/");
        await TestContent.WriteAsync(other, "a", "theirs"u8.ToArray());
        Assert.Equal("BackupExists", (await Assert.ThrowsAsync<StoreException>(() => writer.CommitAsync(Token))).Id);
        Assert.Equal("theirs"u8.ToArray(), await TestContent.ReadAsync(other, "a"));
    }

    [Fact]
    public async Task Commit_AServiceThatStoresSomethingElse_IsNoticedAndRemoved()
    {
        var place = await MotoPlace.CreateAsync(moto);
        // Neither digest nor signature is looked at by such a service.
        await using var proxy = new HostileProxy(place.Service, request =>
            request is { Method: "PUT", Length: 10 } ? new Mischief { FlipRequestByte = 3, DropHeader = "Content-MD5" } : null);
        await using var store = place.Open("p/", proxy.Address);
        Assert.Equal("BackupCorrupt", (await Assert.ThrowsAsync<StoreException>(() => TestContent.WriteAsync(store, "a", new byte[10]))).Id);
        Assert.Empty(await TestContent.ListAsync(store));
    }

    [Fact]
    public async Task Write_SendsPlainContent_WithoutFraming()
    {
        var place = await MotoPlace.CreateAsync(moto);
        await using var proxy = new HostileProxy(place.Service, _ => null);
        await using var store = place.Open("p/", proxy.Address);
        await TestContent.WriteAsync(store, "small", new byte[1000]);
        await TestContent.WriteAsync(store, "large", new byte[11_000_000]);
        Assert.Equal([1000, (5 << 20), (5 << 20), 11_000_000 - (10 << 20)], proxy.Requests.Where(request => request.Method == "PUT").Select(request => request.Length).OrderBy(length => length switch { 1000 => 0, 5 << 20 => 1, _ => 2 }));
    }

    [Fact]
    public async Task Retain_ABucketWithObjectLock_KeepsTheObject()
    {
        var place = await MotoPlace.CreateAsync(moto, withObjectLock: true);
        await using var store = place.Open("p/");
        Assert.True((await store.ProbeAsync(Token)).Retains);
        await TestContent.WriteAsync(store, "a", [1]);
        var until = DateTimeOffset.UtcNow.AddDays(2);
        await store.RetainAsync("a", until, Token);
        // A date that stands is only ever moved on, as where the bucket itself keeps everything for longer.
        await store.RetainAsync("a", DateTimeOffset.UtcNow.AddDays(1), Token);
        var error = await Assert.ThrowsAsync<DrException>(() => store.DeleteAsync("a", Token));
        Assert.Equal("BackupLocked", error.Id);
        Assert.Contains(until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Equal([1], await TestContent.ReadAsync(store, "a"));
    }

    [Fact]
    public async Task Retain_ABucketWithoutObjectLock_IsRefused()
    {
        var place = await MotoPlace.CreateAsync(moto);
        await using var store = place.Open("p/");
        await TestContent.WriteAsync(store, "a", [1]);
        Assert.Equal("RetentionUnsupported", (await Assert.ThrowsAsync<DrException>(() => store.RetainAsync("a", DateTimeOffset.UtcNow.AddDays(1), Token))).Id);
    }

    [Fact]
    public async Task AnyCall_NoSuchBucket_IsStoreUnavailable()
    {
        var service = await moto.RequireAsync();
        var location = BackupLocation.Parse($"s3://no-such-bucket-{Guid.NewGuid():N}/p?endpoint={service.AbsoluteUri.TrimEnd('/')}");
        await using var store = new S3Store(new S3Client(location, _ => null, new Amazon.Runtime.BasicAWSCredentials("k", "s")), location, EventLinkDr.Storage.RetryPolicy.None);
        foreach (var call in new Func<Task>[] { () => TestContent.ListAsync(store), () => store.ProbeAsync(Token), () => TestContent.WriteAsync(store, "a", [1]), () => TestContent.WriteAsync(store, "b", new byte[11_000_000]) })
        {
            var error = await Assert.ThrowsAsync<StoreException>(call);
            Assert.Equal("StoreUnavailable", error.Id);
            Assert.Contains("the bucket does not exist", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnyCall_NobodyListening_IsStoreUnavailableAndWorthARetry()
    {
        var location = BackupLocation.Parse("s3://bucket/p?endpoint=http://127.0.0.1:9");
        await using var store = new S3Store(new S3Client(location, _ => null, new Amazon.Runtime.BasicAWSCredentials("k", "S3cr3t")), location, EventLinkDr.Storage.RetryPolicy.None);
        var error = await Assert.ThrowsAsync<StoreException>(() => store.StatAsync("a", Token));
        Assert.Equal(("StoreUnavailable", true), (error.Id, error.IsTransient));
        Assert.DoesNotContain("S3cr3t", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Amazon.S3.Model.MultipartUpload>> WaitForUploadsAsync(S3Client client)
    {
        while (true)
        {
            var uploads = await client.ListUploadsAsync("p/", "test", Token);
            if (uploads.Count > 0) return uploads;
            await Task.Delay(20, Token);
        }
    }
}
