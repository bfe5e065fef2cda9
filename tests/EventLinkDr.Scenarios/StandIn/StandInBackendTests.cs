using EventLinkDr.Hosting;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.StandIn;

/// <summary>The stand-in does what is known of the application, so that what is tested against it holds for that.</summary>
public sealed class StandInBackendTests(DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alembic_OlderAndNewerAndBadCode_AnswersAsAlembicDoes()
    {
        await using var deployment = await ComposeDeployment.StartAsync(docker, Token);
        await deployment.AddServiceAsync(ComposeBackend.Backend);
        await deployment.WaitAsync(ComposeBackend.Backend, Token);
        Assert.Equal("0021_weighted_implicit_signals (head)\n", (await deployment.RunAsync(ComposeBackend.Backend, Token, "alembic", "heads")).Output);
        Assert.Equal("0021_weighted_implicit_signals (head)\n", (await deployment.RunAsync(ComposeBackend.Backend, Token, "alembic", "current")).Output);

        // Newer code whose migration fails: it never serves, and the database is as it was.
        await deployment.ReplaceServiceAsync(ComposeBackend.Backend, Token, "STANDIN_HEAD=0022_probe_notes", "STANDIN_BAD_MIGRATION=true");
        await Assert.ThrowsAsync<InvalidOperationException>(() => deployment.WaitAsync(ComposeBackend.Backend, Token, TimeSpan.FromSeconds(5)));
        Assert.Equal("0021_weighted_implicit_signals", await RevisionAsync(deployment));

        // The same code, mended, migrates at its start; the old code then does not know the revision.
        await deployment.ReplaceServiceAsync(ComposeBackend.Backend, Token, "STANDIN_HEAD=0022_probe_notes");
        await deployment.WaitAsync(ComposeBackend.Backend, Token);
        Assert.Equal("0022_probe_notes", await RevisionAsync(deployment));
        await deployment.ReplaceServiceAsync(ComposeBackend.Backend, Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => deployment.WaitAsync(ComposeBackend.Backend, Token, TimeSpan.FromSeconds(5)));

        // A new volume: the migrations make an empty schema.
        await deployment.ReplaceDatabaseAsync(Token);
        await deployment.ReplaceServiceAsync(ComposeBackend.Backend, Token);
        await deployment.WaitAsync(ComposeBackend.Backend, Token);
        Assert.Equal("0021_weighted_implicit_signals", await RevisionAsync(deployment));
    }

    private static async Task<string> RevisionAsync(ComposeDeployment deployment)
    {
        await using var session = await deployment.Server.OpenAsync(new SessionOptions("eventlink"), Token);
        return (await session.QueryAsync("SELECT version_num FROM public.alembic_version", Token))[0].Get<string>(0);
    }
}
