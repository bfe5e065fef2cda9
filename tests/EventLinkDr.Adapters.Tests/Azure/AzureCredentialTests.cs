using System.Net;
using EventLinkDr.Adapters.Azure;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Tests.Azure;

public sealed class AzureCredentialTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void StringToSign_HoldsWhatTheServiceSigns_InItsOrder()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "https://account.blob.core.windows.net/c/a%20b.sql?comp=block&blockid=QQ%3D%3D&z=1&a=2") { Content = new ByteArrayContent(new byte[5]) };
        request.Content.Headers.ContentMD5 = new byte[16];
        request.Headers.Add("x-ms-version", "2021-12-02");
        request.Headers.Add("x-ms-date", "Wed, 04 Mar 2026 05:06:07 GMT");
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Headers.Add("If-None-Match", "*");
        Assert.Equal(
            "PUT\n\n\n5\nAAAAAAAAAAAAAAAAAAAAAA==\n\n\n\n\n*\n\n\n"
            + "x-ms-blob-type:BlockBlob\nx-ms-date:Wed, 04 Mar 2026 05:06:07 GMT\nx-ms-version:2021-12-02\n"
            + "/account/c/a%20b.sql\na:2\nblockid:QQ==\ncomp:block\nz:1", new SharedKeyCredential("account", "a2V5").StringToSign(request));
    }

    [Fact]
    public async Task ManagedIdentity_InAutomation_AsksTheEndpointOnceWhileTheTokenIsValid()
    {
        var asked = new List<HttpRequestMessage>();
        using var http = new HttpClient(new Answering(request =>
        {
            asked.Add(request);
            return Json($$"""{"access_token":"t{{asked.Count}}","expires_on":"{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}}"}""");
        }));
        using var credential = new ManagedIdentityCredential(http, name => name switch
        {
            "IDENTITY_ENDPOINT" => "http://localhost:4141/msi/token", "IDENTITY_HEADER" => "header", "AZURE_CLIENT_ID" => "client 1", _ => null,
        }, TimeProvider.System);
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://account.blob.core.windows.net/c");
            await credential.SignAsync(request, Token);
            Assert.Equal("Bearer t1", request.Headers.Authorization!.ToString());
        }

        var only = Assert.Single(asked);
        Assert.Equal("http://localhost:4141/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com%2F&client_id=client%201", only.RequestUri!.AbsoluteUri);
        Assert.Equal("header", only.Headers.GetValues("X-IDENTITY-HEADER").Single());
    }

    [Fact]
    public async Task ManagedIdentity_OnAMachine_AsksItsMetadataAndAgainBeforeTheTokenEnds()
    {
        var asked = new List<HttpRequestMessage>();
        using var http = new HttpClient(new Answering(request =>
        {
            asked.Add(request);
            return Json($$"""{"access_token":"t{{asked.Count}}","expires_on":{{DateTimeOffset.UtcNow.AddMinutes(4).ToUnixTimeSeconds()}}}""");
        }));
        using var credential = new ManagedIdentityCredential(http, _ => null, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://account.blob.core.windows.net/c");
        await credential.SignAsync(request, Token);
        await credential.SignAsync(request, Token);
        Assert.Equal("Bearer t2", request.Headers.Authorization!.ToString());
        Assert.Equal("169.254.169.254", asked[0].RequestUri!.Host);
        Assert.Equal("true", asked[0].Headers.GetValues("Metadata").Single());
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "{}")]
    [InlineData(HttpStatusCode.OK, "no json")]
    [InlineData(HttpStatusCode.OK, "{}")]
    public async Task ManagedIdentity_ThatGivesNoToken_IsStoreCredentialMissing(HttpStatusCode status, string body)
    {
        using var http = new HttpClient(new Answering(_ => Json(body, status)));
        using var credential = new ManagedIdentityCredential(http, _ => null, TimeProvider.System);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://account.blob.core.windows.net/c");
        Assert.Equal("StoreCredentialMissing", (await Assert.ThrowsAnyAsync<DrException>(async () => await credential.SignAsync(request, Token))).Id);
    }

    private static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(body) };

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
