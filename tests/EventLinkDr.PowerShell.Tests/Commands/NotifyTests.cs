using System.Net;
using System.Text.Json;
using EventLinkDr.PowerShell.Tests.Hosting;

namespace EventLinkDr.PowerShell.Tests.Commands;

/// <summary>Cmdlets tell an address how they ended, over a real connection.</summary>
public sealed class NotifyTests : IDisposable
{
    private readonly Session _session = new();
    private readonly BackupDirectory _backups = new();
    private readonly HttpListener _listener = new();
    private readonly string _address;

    public NotifyTests()
    {
        _backups.Add(new DateTimeOffset(2026, 5, 4, 7, 45, 0, TimeSpan.Zero));
        for (var port = 20000 + Random.Shared.Next(20000); ; port++)
        {
            try
            {
                _address = $"http://127.0.0.1:{port}/hook/";
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(_address);
                _listener.Start();
                return;
            }
            catch (HttpListenerException)
            {
                // Taken.
            }
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _backups.Dispose();
        _listener.Close();
    }

    [Fact]
    public async Task Test_Passed_IsToldWithItsResult()
    {
        var notice = await TellAsync("Test-EventLinkBackup \"$directory/*.gz\" -NoProof -NotifyUri $address");

        Assert.Equal(("Test-EventLinkBackup", "Succeeded"), (notice.GetProperty("operation").GetString(), notice.GetProperty("outcome").GetString()));
        Assert.True(notice.GetProperty("results")[0].GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task Test_TerminatingFailure_IsToldBeforeItIsThrown()
    {
        var notice = await TellAsync("try { Test-EventLinkBackup \"$directory/none.sql.gz\" -NotifyUri $address -NotifyOn Failure } catch { }");

        Assert.Equal("Failed", notice.GetProperty("outcome").GetString());
        Assert.Equal("BackupNotFound", notice.GetProperty("errors")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Remove_NothingToRemove_IsToldAllTheSame()
    {
        var notice = await TellAsync("Remove-EventLinkBackup $directory -KeepLast 5 -NotifyUri $address");

        Assert.Equal(1, notice.GetProperty("results")[0].GetProperty("kept").GetInt32());
    }

    [Fact]
    public void Remove_WhatIf_TellsNobody()
    {
        // Nobody answers this address: were it used, there would be a warning after several tries.
        var outcome = _session.Run("Remove-EventLinkBackup $directory -KeepLast 5 -NotifyUri http://127.0.0.1:1/ -WhatIf", ("directory", _backups.Location));

        Assert.Empty(outcome.Warnings);
        Assert.Empty(outcome.Errors);
    }

    private async Task<JsonElement> TellAsync(string script)
    {
        var taken = TakeAsync();
        var outcome = await Task.Run(() => _session.Run(script, ("directory", _backups.Location), ("address", _address)), TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Warnings);
        return await taken;
    }

    private async Task<JsonElement> TakeAsync()
    {
        var request = await _listener.GetContextAsync();
        var body = await JsonDocument.ParseAsync(request.Request.InputStream);
        request.Response.StatusCode = 204;
        request.Response.Close();
        return body.RootElement;
    }
}
