using System.Security;
using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;

namespace EventLinkDr.Core.Tests.Streams;

public sealed class SecretTextTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void From_ASecureString_HoldsItsCharactersUntilDisposed()
    {
        using var secure = new SecureString();
        foreach (var character in "pă🔑") secure.AppendChar(character);
        using var secret = SecretText.From(secure, "-Passphrase");
        Assert.Equal("pă🔑", secret.Characters.ToString());
        Assert.Equal("-Passphrase", secret.ToString());
        secret.Dispose();
        Assert.Equal("", secret.Characters.ToString());
    }

    [Theory]
    [InlineData("one\ntwo\n", false, "one\ntwo\n")]
    [InlineData("one\ntwo\n", true, "one")]
    [InlineData("one \r\n", true, "one ")]
    [InlineData("\ufeffone", true, "one")]
    [InlineData("", true, "")]
    public async Task ReadFile_GivesTheTextOrItsFirstLine(string content, bool firstLineOnly, string expected)
    {
        await File.WriteAllTextAsync(_path, content, Token);
        using var secret = await SecretText.ReadFileAsync(_path, firstLineOnly, Token);
        Assert.Equal(expected, secret.Characters.ToString());
    }

    [Fact]
    public async Task ReadFile_NoFile_IsKeyFileUnavailable() => Assert.Equal("KeyFileUnavailable",
        (await Assert.ThrowsAsync<DrException>(() => SecretText.ReadFileAsync(_path + ".missing", false, Token))).Id);

    [Fact]
    public async Task ReadFile_NotText_IsKeyInvalidWithoutShowingIt()
    {
        await File.WriteAllBytesAsync(_path, [0x41, 0xff, 0x42], Token);
        var error = await Assert.ThrowsAsync<DrException>(() => SecretText.ReadFileAsync(_path, false, Token));
        Assert.Equal("KeyInvalid", error.Id);
        Assert.DoesNotContain("FF", error.Message.Replace(_path, "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ReadFile_Huge_IsKeyInvalid()
    {
        await File.WriteAllBytesAsync(_path, new byte[(1 << 20) + 1], Token);
        Assert.Equal("KeyInvalid", (await Assert.ThrowsAsync<DrException>(() => SecretText.ReadFileAsync(_path, false, Token))).Id);
    }
}
