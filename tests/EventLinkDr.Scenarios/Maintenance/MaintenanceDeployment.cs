using System.Net.Http.Json;
using EventLinkDr.Hosting;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Docker;

namespace EventLinkDr.Scenarios.Maintenance;

/// <summary>One deployment with a backend and a probe student, for all tests of a class; each leaves it healthy.</summary>
public sealed class MaintenanceDeployment(DockerEngineFixture docker) : IAsyncLifetime
{
    public const string Email = "probe@example.ro", Password = "probe-password-1";

    private ComposeDeployment? _deployment;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The deployment; the test is skipped where there is no engine.</summary>
    public async Task<ComposeDeployment> RequireAsync()
    {
        if (_deployment is not null) return _deployment;
        var token = TestContext.Current.CancellationToken;
        _deployment = await ComposeDeployment.StartAsync(docker, token);
        await _deployment.AddServiceAsync("backend");
        await _deployment.WaitAsync("backend", token);
        var api = ComposeBackend.ApiOf(await _deployment.Containers.InspectAsync(_deployment.NameOf("backend"), token))!;
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(api, "register"),
            new { email = Email, password = Password, confirm_password = Password, full_name = "Probe" }, token);
        answer.EnsureSuccessStatusCode();
        return _deployment;
    }

    public async ValueTask DisposeAsync()
    {
        if (_deployment is not null) await _deployment.DisposeAsync();
    }
}
