using System.Text.RegularExpressions;
using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;
using static EventLinkDr.Adapters.Tests.Age.AgeSample;

namespace EventLinkDr.Adapters.Tests.Age;

public sealed partial class IdentityFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("age-test").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task CreateKeyFile_WritesWhatAgeKeygenWrites_AndItOpensWhatTheRecipientIsSent()
    {
        var path = Path.Combine(_directory, "key.txt");
        var key = Cipher.CreateKeyFile(path, new DateTimeOffset(2026, 3, 4, 7, 6, 7, TimeSpan.FromHours(2)));
        Assert.Equal((path, TimeSpan.Zero), (key.Path, key.Created.Offset));
        var lines = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Matches(Expected(), lines);
        Assert.Contains($"# public key: {key.Recipient}\n", lines, StringComparison.Ordinal);
        using var text = await SecretText.ReadFileAsync(path, firstLineOnly: false, TestContext.Current.CancellationToken);
        using var keys = Cipher.ReadKeys([text], []);
        Assert.Equal([key.Recipient], keys.PublicKeys);
        Assert.Equal("content"u8.ToArray(), await DecryptAsync(await EncryptAsync("content"u8.ToArray(), Cipher.ReadRecipients([key.Recipient])), keys));
    }

    [Fact]
    public void CreateKeyFile_IsForItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        var path = Path.Combine(_directory, "key.txt");
        Cipher.CreateKeyFile(path, DateTimeOffset.UtcNow);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void CreateKeyFile_AFileIsThere_IsLeftAsItIs()
    {
        var path = Path.Combine(_directory, "key.txt");
        File.WriteAllText(path, "precious");
        Assert.Equal("KeyFileExists", Assert.Throws<DrException>(() => Cipher.CreateKeyFile(path, DateTimeOffset.UtcNow)).Id);
        Assert.Equal("precious", File.ReadAllText(path));
    }

    [Fact]
    public void CreateKeyFile_NoDirectory_IsKeyFileUnavailable() => Assert.Equal("KeyFileUnavailable",
        Assert.Throws<DrException>(() => Cipher.CreateKeyFile(Path.Combine(_directory, "missing", "key.txt"), DateTimeOffset.UtcNow)).Id);

    [GeneratedRegex(@"\A# created: 2026-03-04T05:06:07Z\n# public key: age1[a-z0-9]{58}\nAGE-SECRET-KEY-1[A-Z0-9]{58}\n\z")]
    private static partial Regex Expected();
}
