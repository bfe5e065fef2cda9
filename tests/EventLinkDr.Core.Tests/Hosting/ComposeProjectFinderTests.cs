using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class ComposeProjectFinderTests
{
    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("compose.yaml")]
    public void Find_LooksUpwards(string file)
    {
        var host = new FakeHost { CurrentDirectory = "/srv/Event Link_1/scripts/deep", Files = { ["/srv/Event Link_1/" + file] = "services:\n" } };
        var project = new ComposeProjectFinder(host).Find()!;
        Assert.Equal("/srv/Event Link_1", project.Directory);
        Assert.Equal("eventlink_1", project.Name);
    }

    [Fact]
    public void Find_NoFile_IsNull() => Assert.Null(new ComposeProjectFinder(new FakeHost()).Find());

    [Fact]
    public void Find_TakesTheOverrideToo()
    {
        var host = new FakeHost { Files = { ["/srv/eventlink/docker-compose.yml"] = "", ["/srv/eventlink/docker-compose.override.yml"] = "name: other" } };
        var project = new ComposeProjectFinder(host).Find()!;
        Assert.Equal(2, project.Files.Count);
        Assert.Equal("other", project.Name);
    }

    [Theory]
    [InlineData("name: live\n", "live")]
    [InlineData("# top\nname: \"live\"   # comment\nservices: {}\n", "live")]
    [InlineData("name: 'live'\r\n", "live")]
    [InlineData("name: ${STAGE:-test}-link\n", "test-link")]
    [InlineData("services:\n  name: no\n", "eventlink")]
    public void Name_ComesFromTheFile(string text, string expected)
    {
        var host = new FakeHost { Files = { ["/srv/eventlink/compose.yml"] = text } };
        Assert.Equal(expected, new ComposeProjectFinder(host).Find()!.Name);
    }

    [Fact]
    public void Name_TheVariableBeatsTheFile()
    {
        var host = new FakeHost { Files = { ["/srv/eventlink/compose.yml"] = "name: file", ["/srv/eventlink/.env"] = "COMPOSE_PROJECT_NAME=dotenv" } };
        Assert.Equal("dotenv", new ComposeProjectFinder(host).Find()!.Name);
        host.Variables["COMPOSE_PROJECT_NAME"] = "environment";
        Assert.Equal("environment", new ComposeProjectFinder(host).Find()!.Name);
    }

    [Fact]
    public void ComposeFile_NamesTheProjectFromAfar()
    {
        var host = new FakeHost
        {
            CurrentDirectory = "/home/ana",
            Variables = { ["COMPOSE_FILE"] = "../../srv/live/base.yml:../../srv/live/prod.yml" },
            Files = { ["/srv/live/base.yml"] = "", ["/srv/live/prod.yml"] = "", ["/srv/live/.env"] = "POSTGRES_DB=live" },
        };
        var project = new ComposeProjectFinder(host).Find()!;
        Assert.Equal(["/srv/live/base.yml", "/srv/live/prod.yml"], project.Files);
        Assert.Equal("live", project.Setting("POSTGRES_DB"));
    }

    [Fact]
    public void ComposeFile_ThatDoesNotExist_IsAnError()
    {
        var host = new FakeHost { Variables = { ["COMPOSE_FILE"] = "gone.yml" } };
        Assert.Equal("TargetInvalid", Assert.Throws<DrException>(() => new ComposeProjectFinder(host).Find()).Id);
    }

    [Fact]
    public void At_ADirectory_IgnoresTheComposeFileOfTheEnvironment()
    {
        var host = new FakeHost { Variables = { ["COMPOSE_FILE"] = "/srv/other/compose.yml" }, Files = { ["/srv/live/compose.yml"] = "", ["/srv/other/compose.yml"] = "" } };
        Assert.Equal("/srv/live", new ComposeProjectFinder(host).At("/srv/live").Directory);
        Assert.Equal("/srv/live", new ComposeProjectFinder(host).At("../live/compose.yml").Directory);
    }

    [Fact]
    public void At_ADirectoryWithoutProject_IsNotFound() =>
        Assert.Equal("TargetNotFound", Assert.Throws<DrException>(() => new ComposeProjectFinder(new FakeHost()).At("/srv/none")).Id);
}
