using EventLinkDr.Hosting;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class ComposeRedirectTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingObserver _observer = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("'postgresql://u:p@db:5432/e' # here", "'postgresql://u:p@new:5433/e' # here")]
    [InlineData("\"postgresql://u:p@db:5432/e?x=1\"", "\"postgresql://u:p@new:5433/e?x=1\"")]
    [InlineData("\"postgresql://u:p@db\"", "\"postgresql://u:p@new:5433\"")]
    [InlineData("postgresql://${POSTGRES_USER}:${POSTGRES_PASSWORD}@db:5432/e", "postgresql://${POSTGRES_USER}:${POSTGRES_PASSWORD}@new:5433/e")]
    public async Task Redirect_File_ChangesTheAddressAndNothingElse(string before, string after)
    {
        await WriteAsync($"A=1\nDATABASE_URL={before}\nB=2\n");
        for (var again = 0; again < 2; again++) await RedirectAsync();
        Assert.Equal($"A=1\nDATABASE_URL={after}\nB=2\n", await ReadAsync());
    }

    [Fact]
    public async Task Redirect_FileWithoutIt_GetsWhatTheContainerHas()
    {
        await WriteAsync("A=1\n");
        await RedirectAsync(Backend("postgresql://u:$p@new:5433/e"));
        Assert.Equal("A=1\nDATABASE_URL='postgresql://u:$p@new:5433/e'\n", await ReadAsync());
    }

    [Fact]
    public async Task Redirect_NobodyHasIt_IsSaidAndNothingIsWritten()
    {
        await WriteAsync("A=1\n");
        await RedirectAsync(Backend(null));
        Assert.Equal(2, _observer.Warnings.Count(warning => warning.Contains("DATABASE_URL", StringComparison.Ordinal) && warning.Contains("new:5433", StringComparison.Ordinal)));
        Assert.Equal("A=1\n", await ReadAsync());
    }

    [Fact]
    public async Task Redirect_ComposeFileWins_IsSaidBeforehandAndAfterwards()
    {
        await File.WriteAllTextAsync(_directory.File("docker-compose.yml"), "services:\n  backend:\n    environment:\n      DATABASE_URL: postgresql://u:p@db:5432/e\n", Token);
        await WriteAsync("A=1\n");
        Assert.Contains("docker-compose.yml", Assert.Single(new ComposeRedirect(_directory.Path, null, null).ListNotes()), StringComparison.Ordinal);
        await RedirectAsync(Backend("postgresql://u:p@new:5433/e"));
        Assert.NotEmpty(_observer.Warnings);
        Assert.Equal("A=1\n", await ReadAsync());
    }

    [Fact]
    public async Task Redirect_NoEngine_SaysThatTheContainersKeepTheOldOne()
    {
        await WriteAsync("DATABASE_URL=postgresql://u:p@db/e\n");
        await new ComposeRedirect(_directory.Path, "eventlink", null).RedirectAsync("new", 5433, ["backend"], false, _observer, Token);
        Assert.Equal("DATABASE_URL=postgresql://u:p@new:5433/e\n", await ReadAsync());
        Assert.Contains(_observer.Warnings, warning => warning.Contains("docker compose up -d", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirect_DirectoryOfAnotherHost_IsLeftAlone()
    {
        await new ComposeRedirect(_directory.File("elsewhere"), "eventlink", new FakeContainers(Backend("postgresql://u:p@new:5433/e")))
            .RedirectAsync("new", 5433, ["backend"], false, _observer, Token);
        Assert.Single(_observer.Warnings);
        Assert.False(Directory.Exists(_directory.File("elsewhere")));
    }

    private Task RedirectAsync(params ContainerDetails[] containers) =>
        new ComposeRedirect(_directory.Path, "eventlink", new FakeContainers(containers)).RedirectAsync("new", 5433, ["worker", "backend"], false, _observer, Token);

    private Task WriteAsync(string text) => File.WriteAllTextAsync(_directory.File(".env"), text, Token);

    private Task<string> ReadAsync() => File.ReadAllTextAsync(_directory.File(".env"), Token);

    private static ContainerDetails Backend(string? url) => new()
    {
        Id = "b", Name = "eventlink-backend-1", ImageId = "i",
        Labels = new Dictionary<string, string> { [ComposeProject.ProjectLabel] = "eventlink", [ComposeProject.ServiceLabel] = "backend" },
        Environment = url is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["DATABASE_URL"] = url },
    };
}
