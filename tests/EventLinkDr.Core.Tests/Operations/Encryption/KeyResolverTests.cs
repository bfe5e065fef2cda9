using EventLinkDr.Core.Tests.Hosting;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Streams;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Operations.Encryption;

public sealed class KeyResolverTests : IDisposable
{
    private readonly NoAdapters _adapters = new();
    private readonly TestKeys _keys = TestKeys.Create();
    private readonly TestKeys _others = TestKeys.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _keys.Dispose();
        _others.Dispose();
    }

    [Fact]
    public async Task Find_NothingGivenAndNothingSet_IsNone()
    {
        Assert.Null(await Resolver().FindEncryptionAsync(new EncryptionRequest(), Token));
        Assert.Null(await Resolver().FindDecryptionAsync(new DecryptionRequest(), Token));
        Assert.Null(await Resolver((KeyResolver.Recipients, " "), (KeyResolver.IdentityFile, "")).FindEncryptionAsync(new EncryptionRequest(), Token));
    }

    [Fact]
    public async Task FindEncryption_TheEnvironment_IsTheDefaultAndNeverAddsToWhatIsGiven()
    {
        var file = Path.Combine(Path.GetDirectoryName(_keys.IdentityFile)!, "recipients.txt");
        await File.WriteAllTextAsync(file, $"# the vault\n{_others.Recipient}\n", Token);
        var resolver = Resolver((KeyResolver.Recipients, $"{_keys.Recipient}, {_keys.Recipient}"), (KeyResolver.RecipientFile, file));
        using var found = await resolver.FindEncryptionAsync(new EncryptionRequest(), Token);
        Assert.Equal([_keys.Recipient, _others.Recipient], found!.PublicKeys);
        using var given = await resolver.FindEncryptionAsync(new EncryptionRequest { Recipients = [_others.Recipient] }, Token);
        Assert.Equal([_others.Recipient], given!.PublicKeys);
    }

    [Fact]
    public async Task FindEncryption_RecipientsAndPassphrase_IsRefused()
    {
        using var phrase = SecretText.From("correct horse", "test");
        var error = await Assert.ThrowsAsync<DrException>(() => Resolver().FindEncryptionAsync(new EncryptionRequest { Recipients = [_keys.Recipient], Passphrase = phrase }, Token));
        Assert.Equal("OptionsInvalid", error.Id);
    }

    [Fact]
    public async Task FindEncryption_NoFileOrASecretKeyInIt_IsAnErrorThatShowsNoKey()
    {
        var missing = await Assert.ThrowsAsync<DrException>(() => Resolver().FindEncryptionAsync(new EncryptionRequest { RecipientFiles = ["/nonexistent/keys"] }, Token));
        Assert.Equal("KeyFileUnavailable", missing.Id);
        var secret = await Assert.ThrowsAnyAsync<DrException>(() => Resolver().FindEncryptionAsync(new EncryptionRequest { RecipientFiles = [_keys.IdentityFile] }, Token));
        Assert.Equal("RecipientInvalid", secret.Id);
        Assert.DoesNotContain("AGE-SECRET-KEY-1", secret.ToString().Replace("AGE-SECRET-KEY-1…", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindDecryption_TheEnvironment_IsTheDefault()
    {
        var encrypted = new MemoryStream();
        using (var encryption = _keys.Encryption())
        {
            await using var stream = await encryption.EncryptAsync(encrypted, Token);
            await stream.WriteAsync("text"u8.ToArray(), Token);
            await stream.CompleteAsync(Token);
        }

        var resolver = Resolver((KeyResolver.IdentityFile, _keys.IdentityFile));
        using var found = await resolver.FindDecryptionAsync(new DecryptionRequest(), Token);
        using var reader = new StreamReader(await found!.DecryptAsync(new MemoryStream(encrypted.ToArray()), Token));
        Assert.Equal("text", await reader.ReadToEndAsync(Token));

        using var given = await resolver.FindDecryptionAsync(new DecryptionRequest { IdentityFiles = [_others.IdentityFile] }, Token);
        Assert.Equal("KeyWrong", (await Assert.ThrowsAnyAsync<DrException>(() => given!.DecryptAsync(new MemoryStream(encrypted.ToArray()), Token))).Id);
        Assert.Equal("KeyFileUnavailable", (await Assert.ThrowsAsync<DrException>(() => Resolver((KeyResolver.IdentityFile, "gone.txt")).FindDecryptionAsync(new DecryptionRequest(), Token))).Id);
    }

    private KeyResolver Resolver(params (string Name, string Value)[] variables) =>
        new(_adapters.Cipher, new FakeHost { Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value), CurrentDirectory = Path.GetTempPath() });
}
