using System.Net;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Notices;
using EventLinkDr.Operations.Retention;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;

namespace EventLinkDr.Core.Tests.Operations.Notices;

public sealed class NoticeTests : IDisposable
{
    private const string Secret = "T0P/S3CR3T";

    private readonly Answers _answers = new();
    private readonly RecordingObserver _observer = new();
    private readonly EagerClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RemovalResult Result => new() { Location = "/backups", Removed = [], Refused = [], Kept = 3, Duration = TimeSpan.FromSeconds(2) };

    public void Dispose() => _answers.Dispose();

    [Fact]
    public async Task Tell_AResult_PostsItAsJson()
    {
        await TellAsync(book => book.Add(Result));

        var (method, type, body) = Assert.Single(_answers.Requests);
        Assert.Equal(("POST", "application/json; charset=utf-8"), (method, type));
        var notice = JsonDocument.Parse(body).RootElement;
        Assert.Equal(("remove", "Succeeded", 1), (notice.GetProperty("operation").GetString(), notice.GetProperty("outcome").GetString(), notice.GetProperty("formatVersion").GetInt32()));
        Assert.Equal(3, notice.GetProperty("results")[0].GetProperty("kept").GetInt32());
        Assert.Empty(notice.GetProperty("errors").EnumerateArray());
    }

    [Fact]
    public async Task Tell_AFailure_NamesItsErrorAndWhatToDo()
    {
        await TellAsync(book => book.Add(new DrException(ErrorTable.ServerUnreachable, "the server is away")));

        var notice = JsonDocument.Parse(_answers.Requests[0].Body).RootElement;
        Assert.Equal("Failed", notice.GetProperty("outcome").GetString());
        Assert.Contains("[ServerUnreachable] the server is away.", notice.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(5, notice.GetProperty("errors")[0].GetProperty("exitCode").GetInt32());
        Assert.NotEmpty(notice.GetProperty("errors")[0].GetProperty("remedy").GetString()!);
    }

    [Fact]
    public async Task Tell_OnFailureOnly_IsSilentAboutSuccess()
    {
        await TellAsync(book => book.Add(Result), NoticeOccasion.Failure);
        Assert.Empty(_answers.Requests);
        await TellAsync(book => book.Add(new DrException(ErrorTable.StoreFull, "full")), NoticeOccasion.Failure);
        Assert.Single(_answers.Requests);
    }

    [Fact]
    public async Task Tell_NothingDone_TellsNothing()
    {
        await TellAsync(_ => { });
        Assert.Empty(_answers.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task Send_WhatMayPass_IsTriedAgain(int status)
    {
        _answers.Enqueue(status, status);
        await TellAsync(book => book.Add(Result));

        Assert.Equal(3, _answers.Requests.Count);
        Assert.Empty(_observer.Warnings);
    }

    [Fact]
    public async Task Send_ALostConnection_IsTriedAgain()
    {
        _answers.Enqueue(0);
        await TellAsync(book => book.Add(Result));

        Assert.Equal(2, _answers.Requests.Count);
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(302, 1)]
    [InlineData(500, 5)]
    [InlineData(0, 5)]
    public async Task Send_WhatDoesNotPass_IsAWarningWithoutTheSecret(int status, int tries)
    {
        _answers.Enqueue([.. Enumerable.Repeat(status, 9)]);
        await TellAsync(book => book.Add(Result));

        Assert.Equal(tries, _answers.Requests.Count);
        var warning = Assert.Single(_observer.Warnings);
        Assert.Contains("hooks.example", warning, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_IsReadFromTheParameterThenFromTheEnvironment()
    {
        Assert.Null(NoticeAddress.Read(null, _ => null));
        Assert.Null(NoticeAddress.Read(null, _ => ""));
        Assert.Equal("https://b.example/…", NoticeAddress.Read(null, name => name == "EVENTLINKDR_NOTIFY_URI" ? "https://b.example/x" : null)!.ToString());
        Assert.Equal("https://a.example:8443/…", NoticeAddress.Read("https://a.example:8443/x?y", _ => "https://b.example")!.ToString());
    }

    [Theory]
    [InlineData("ftp://hooks.example/S3CR3T")]
    [InlineData("hooks.example/S3CR3T")]
    [InlineData("file:///etc/S3CR3T")]
    public void Address_OfAnotherKind_IsRefusedWithoutRepeatingIt(string text)
    {
        var error = Assert.Throws<DrException>(() => NoticeAddress.Read(text, _ => null));

        Assert.Equal("NotifyUriInvalid", error.Id);
        Assert.DoesNotContain("S3CR3T", error.Message, StringComparison.Ordinal);
    }

    private async Task TellAsync(Action<NoticeBook> fill, NoticeOccasion occasion = NoticeOccasion.Always)
    {
        var book = new NoticeBook("remove", NoticeAddress.Read($"https://hooks.example/{Secret}", _ => null), occasion, new NoticeSender(_clock, _answers));
        fill(book);
        await book.TellAsync(_observer, Token);
    }

    /// <summary>Answers with the statuses it was given, then with 204; 0 cuts the connection.</summary>
    private sealed class Answers : HttpMessageHandler
    {
        private readonly Queue<int> _statuses = new();

        public List<(string Method, string Type, string Body)> Requests { get; } = [];

        public void Enqueue(params int[] statuses)
        {
            foreach (var status in statuses) _statuses.Enqueue(status);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.Method.Method, request.Content!.Headers.ContentType!.ToString(), await request.Content.ReadAsStringAsync(cancellationToken)));
            var status = _statuses.TryDequeue(out var next) ? next : 204;
            return status == 0 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "cut") : new HttpResponseMessage((HttpStatusCode)status);
        }
    }
}
