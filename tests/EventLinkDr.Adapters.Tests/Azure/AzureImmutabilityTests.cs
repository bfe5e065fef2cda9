using System.Globalization;
using System.Net;
using EventLinkDr.Adapters.Azure;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Azure;

/// <summary>Keeping blobs until a date. Azurite knows nothing of it, so what would be sent is recorded, and the account's answers are written here.</summary>
public sealed class AzureImmutabilityTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly DateTimeOffset Until = new(2099, 3, 9, 10, 30, 0, TimeSpan.Zero);

    private readonly RecordingAccount _account = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Retain_SendsDateAndMode_Signed()
    {
        await using var store = Open();
        await store.RetainAsync("a b", Until.ToOffset(TimeSpan.FromHours(2)), Token);
        var (method, address, headers) = Assert.Single(_account.Requests, request => request.Method == HttpMethod.Put);
        Assert.Equal("https://mine.blob.core.windows.net/c/p/a%20b?comp=immutabilityPolicies", address.AbsoluteUri);
        Assert.Equal("Mon, 09 Mar 2099 10:30:00 GMT", headers["x-ms-immutability-policy-until-date"]);
        Assert.Equal("Locked", headers["x-ms-immutability-policy-mode"]);
        Assert.StartsWith("SharedKey mine:", headers["Authorization"], StringComparison.Ordinal);
        // The service knows it from this version on.
        Assert.True(string.CompareOrdinal(headers["x-ms-version"], "2020-06-12") >= 0);
        Assert.Equal(HttpMethod.Put, method);
    }

    [Fact]
    public async Task Retain_APolicyThatKeepsItForLonger_IsLeftAlone()
    {
        _account.KeptUntil = Until.AddDays(1);
        await using var store = Open();
        await store.RetainAsync("a", Until, Token);
        Assert.DoesNotContain(_account.Requests, request => request.Method == HttpMethod.Put);
        await store.RetainAsync("a", Until.AddDays(2), Token);
        Assert.Contains(_account.Requests, request => request.Method == HttpMethod.Put);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AuthorizationPermissionMismatch", "StoreRefused", "not set how long")]
    [InlineData(HttpStatusCode.Conflict, "FeatureNotEnabled", "RetentionUnsupported", "does not keep it until 2099-03-09T10:30:00Z")]
    [InlineData(HttpStatusCode.NotImplemented, "NotImplemented", "RetentionUnsupported", "NotImplemented")]
    [InlineData(HttpStatusCode.NotFound, "BlobNotFound", "BackupNotFound", "does not exist")]
    public async Task Retain_TheAccountRefuses_SaysWhatItRefuses(HttpStatusCode status, string code, string id, string words)
    {
        _account.Refusal = (status, code);
        await using var store = Open();
        var error = await Assert.ThrowsAsync<StoreException>(() => store.RetainAsync("a", Until, Token));
        Assert.Equal((id, false), (error.Id, error.IsTransient));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
        Assert.Contains("az://mine/c/p/a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retain_TheAccountIsBusy_MayBeTriedAgain()
    {
        _account.Refusal = (HttpStatusCode.ServiceUnavailable, "ServerBusy");
        await using var store = Open();
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => store.RetainAsync("a", Until, Token))).IsTransient);
    }

    [Fact]
    public async Task Delete_WhatAPolicyKeeps_IsBackupLockedAndNothingIsSent()
    {
        _account.KeptUntil = Until;
        await using var store = Open();
        var error = await Assert.ThrowsAsync<DrException>(() => store.DeleteAsync("a", Token));
        Assert.Equal("BackupLocked", error.Id);
        Assert.Contains("2099-03-09T10:30:00Z", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_account.Requests, request => request.Method == HttpMethod.Delete);
        _account.KeptUntil = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await store.DeleteAsync("a", Token);
        Assert.Contains(_account.Requests, request => request.Method == HttpMethod.Delete);
    }

    [Fact]
    public async Task SetImmutable_OnAStandInThatDoesNotKnowIt_IsAnErrorAndNoSuccess()
    {
        var place = await AzuritePlace.CreateAsync(azurite);
        using var connection = new AzureConnection(place.Location("", place.Service), name => name == "AZURE_STORAGE_KEY" ? AzuriteFixture.Key : null);
        var error = await Assert.ThrowsAsync<StoreException>(() => connection.Client.SetImmutableAsync("p/a", Until, "p/a", Token));
        Assert.NotEqual("StoreRefused", error.Id);
    }

    private AzureBlobStore Open()
    {
        var client = new AzureBlobClient(new HttpClient(_account, disposeHandler: false), new Uri("https://mine.blob.core.windows.net"), "c", new SharedKeyCredential("mine", "a2V5"));
        return new AzureBlobStore(client, new BackupLocation { Kind = StoreKind.AzureBlob, Account = "mine", Container = "c", Prefix = "p/" }, RetryPolicy.None, _account);
    }

    /// <summary>An account with version-level immutability, as far as it is asked about it.</summary>
    private sealed class RecordingAccount : HttpMessageHandler
    {
        public List<(HttpMethod Method, Uri Address, IReadOnlyDictionary<string, string> Headers)> Requests { get; } = [];

        public DateTimeOffset? KeptUntil { get; set; }

        public (HttpStatusCode Status, string Code)? Refusal { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.Method, request.RequestUri!, request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase)));
            var response = new HttpResponseMessage(HttpStatusCode.OK);
            if (request.Method == HttpMethod.Put && Refusal is { } refusal)
            {
                response.StatusCode = refusal.Status;
                response.Headers.Add("x-ms-error-code", refusal.Code);
            }
            else if (request.RequestUri!.Query.Contains("restype=container", StringComparison.Ordinal))
            {
                response.Headers.Add("x-ms-immutable-storage-with-versioning-enabled", "true");
            }
            else if (request.Method == HttpMethod.Head && KeptUntil is { } until)
            {
                response.Headers.Add("x-ms-immutability-policy-until-date", until.ToString("R", CultureInfo.InvariantCulture));
            }

            return Task.FromResult(response);
        }
    }
}
