using System.Diagnostics;
using System.Text;
using EventLinkDr.Streams;
using EventLinkDr.TestKit;
using static EventLinkDr.Adapters.Tests.Age.AgeSample;

namespace EventLinkDr.Adapters.Tests.Age;

/// <summary>Interchange with the program that the format comes from.</summary>
public sealed class AgeProgramTests : IDisposable
{
    private const string Package = "age";

    private readonly string _directory = Directory.CreateTempSubdirectory("age-test").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(5_000_000)]
    public async Task OurFile_OpensWithTheProgram(int size)
    {
        var age = ForeignProgram.Require("age", Package);
        var content = Content(size);
        await File.WriteAllTextAsync(At("key"), Secret + "\n", Token);
        await File.WriteAllBytesAsync(At("file"), await EncryptAsync(content, Recipients), Token);
        await RunAsync(age, "-d", "-i", At("key"), "-o", At("out"), At("file"));
        // The program makes no file where it has nothing to write.
        Assert.Equal(content, size == 0 ? [] : await File.ReadAllBytesAsync(At("out"), Token));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(65535, false)]
    [InlineData(65536, false)]
    [InlineData(65537, false)]
    [InlineData(5_000_000, false)]
    [InlineData(65537, true)]
    public async Task TheProgramsFile_OpensHere(int size, bool isArmored)
    {
        var age = ForeignProgram.Require("age", Package);
        var content = Content(size);
        await File.WriteAllBytesAsync(At("in"), content, Token);
        await RunAsync(age, [.. isArmored ? ["-a"] : Array.Empty<string>(), "-r", Public, "-o", At("file"), At("in")]);
        var file = await File.ReadAllBytesAsync(At("file"), Token);
        Assert.Equal(content, await DecryptAsync(file, Keys));
        if (isArmored) return;
        using var opened = await OpenAsync(file, Keys);
        Assert.Equal(content, await ReadAsync(opened, 0, size));
    }

    [Fact]
    public async Task AKeyOfOurs_IsUnderstoodByTheProgram()
    {
        string age = ForeignProgram.Require("age", Package), keygen = ForeignProgram.Require("age-keygen", Package);
        var key = Cipher.CreateKeyFile(At("key"), DateTimeOffset.UtcNow);
        Assert.Equal(key.Recipient, (await RunAsync(keygen, "-y", At("key"))).Trim());
        await File.WriteAllBytesAsync(At("file"), await EncryptAsync("content"u8.ToArray(), Cipher.ReadRecipients([Public, key.Recipient])), Token);
        Assert.Equal("content", await RunAsync(age, "-d", "-i", At("key"), At("file")));
    }

    [Fact]
    public async Task AKeyOfTheProgram_IsUnderstoodHere()
    {
        string age = ForeignProgram.Require("age", Package), keygen = ForeignProgram.Require("age-keygen", Package);
        await RunAsync(keygen, "-o", At("key"));
        var recipient = (await RunAsync(keygen, "-y", At("key"))).Trim();
        await File.WriteAllTextAsync(At("recipients"), $"# ours\n{Public}\n# theirs\n{recipient}\n", Token);
        await File.WriteAllTextAsync(At("in"), "content", Token);
        await RunAsync(age, "-R", At("recipients"), "-o", At("file"), At("in"));
        using var text = await SecretText.ReadFileAsync(At("key"), firstLineOnly: false, Token);
        using var keys = Cipher.ReadKeys([text], []);
        Assert.Equal([recipient], keys.PublicKeys);
        Assert.Equal("content"u8.ToArray(), await DecryptAsync(await File.ReadAllBytesAsync(At("file"), Token), keys));
    }

    [Fact]
    public async Task OurFileUnderAPassphrase_OpensWithTheProgram()
    {
        var age = ForeignProgram.Require("age", Package);
        using var passphrase = SecretText.From("parolă cu spații", "test");
        using var recipients = Cipher.ReadPassphrase(passphrase);
        await File.WriteAllBytesAsync(At("file"), await EncryptAsync("content"u8.ToArray(), recipients), Token);
        await RunAtTerminalAsync($"{age} -d -o {At("out")} {At("file")}", "parolă cu spații");
        Assert.Equal("content", await File.ReadAllTextAsync(At("out"), Token));
    }

    [Fact]
    public async Task TheProgramsFileUnderAPassphrase_OpensHere()
    {
        var age = ForeignProgram.Require("age", Package);
        await File.WriteAllTextAsync(At("in"), "content", Token);
        await RunAtTerminalAsync($"{age} -p -o {At("file")} {At("in")}", "parolă", "parolă");
        using var keys = Cipher.ReadKeys([], [SecretText.From("parolă", "test")]);
        Assert.Equal("content"u8.ToArray(), await DecryptAsync(await File.ReadAllBytesAsync(At("file"), Token), keys));
    }

    private string At(string name) => Path.Combine(_directory, name);

    private static async Task<string> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        var result = await ForeignProgram.RunAsync(program, arguments, Token);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    /// <summary>Runs a command at a terminal of its own, since that is where age asks; answers each question it asks for a passphrase.</summary>
    private static async Task RunAtTerminalAsync(string command, params string[] answers)
    {
        var script = ForeignProgram.Require("script", "bsdutils");
        var start = new ProcessStartInfo(script, ["-qefc", command, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.StandardInputEncoding = new UTF8Encoding(false);
        using var process = Process.Start(start)!;
        using var stop = Token.Register(() => process.Kill(entireProcessTree: true));
        var output = new StringBuilder();
        var buffer = new char[256];
        var asked = 0;
        int count;
        while ((count = await process.StandardOutput.ReadAsync(buffer, Token)) > 0)
        {
            output.Append(buffer, 0, count);
            // Echo is off once the question stands there.
            for (; asked < answers.Length && output.ToString().Split("passphrase").Length - 1 > asked && output.ToString().TrimEnd().EndsWith(':'); asked++)
                await process.StandardInput.WriteAsync(answers[asked] + "\n");
            await process.StandardInput.FlushAsync(Token);
        }

        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, output.ToString());
    }
}
