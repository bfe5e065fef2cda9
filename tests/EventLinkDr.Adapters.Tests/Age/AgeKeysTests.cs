using EventLinkDr.Adapters.Age;
using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;
using static EventLinkDr.Adapters.Tests.Age.AgeSample;

namespace EventLinkDr.Adapters.Tests.Age;

public sealed class AgeKeysTests
{
    [Fact]
    public async Task Decrypt_AnyOfSeveralRecipients_OpensIt()
    {
        using X25519Identity one = X25519Identity.Generate(), two = X25519Identity.Generate();
        var file = await EncryptAsync("content"u8.ToArray(), Cipher.ReadRecipients([one.Recipient.Text, $"# two\n\n{two.Recipient.Text}\r\n", Public, Public]));
        foreach (var identity in new[] { one, two })
            Assert.Equal("content"u8.ToArray(), await DecryptAsync(file, Cipher.ReadKeys([SecretText.From(identity.Export(), "test")], [])));
        Assert.Equal("content"u8.ToArray(), await DecryptAsync(file, Keys));
    }

    [Fact]
    public void ReadRecipients_ARepeatedOne_CountsOnce() => Assert.Equal([Public], Cipher.ReadRecipients([Public, Public.ToUpperInvariant(), Public]).PublicKeys);

    [Fact]
    public void ReadKeys_GivesThePublicHalf() => Assert.Equal([Public], Keys.PublicKeys);

    [Fact]
    public async Task Decrypt_WithAnotherKey_IsKeyWrong()
    {
        using var other = X25519Identity.Generate();
        var file = await EncryptAsync([1], Recipients);
        var error = await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file, Cipher.ReadKeys([SecretText.From(other.Export(), "test")], [])));
        Assert.Equal("KeyWrong", error.Id);
        Assert.Contains("X25519 (1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decrypt_KeysNeededAndPassphraseGiven_IsKeyMissing()
    {
        var file = await EncryptAsync([1], Recipients);
        Assert.Equal("KeyMissing", (await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file, Passphrase("open")))).Id);
    }

    [Fact]
    public async Task Decrypt_Passphrase_OpensWithItAndWithNothingElse()
    {
        using var recipients = new AgeRecipients([new ScryptRecipient("țară 🔑"u8.ToArray(), workFactor: 8)]);
        var file = await EncryptAsync("content"u8.ToArray(), recipients);
        Assert.Equal("content"u8.ToArray(), await DecryptAsync(file, Passphrase("țară 🔑")));
        Assert.Equal("PassphraseWrong", (await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file, Passphrase("tara")))).Id);
        Assert.Equal("KeyMissing", (await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file, Keys))).Id);
        var error = await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file, Cipher.ReadKeys([SecretText.From(Secret, "key")], [SecretText.From("a", "1"), SecretText.From("b", "2")])));
        Assert.Equal("PassphraseWrong", error.Id);
    }

    [Fact]
    public async Task Encrypt_Passphrase_UsesTheWorkFactorOfTheAgeProgram()
    {
        using var passphrase = SecretText.From("open sesame", "test");
        using var recipients = Cipher.ReadPassphrase(passphrase);
        var file = await EncryptAsync("content"u8.ToArray(), recipients);
        Assert.Contains(" 18\n", System.Text.Encoding.Latin1.GetString(file), StringComparison.Ordinal);
        Assert.Empty(recipients.PublicKeys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwq")]
    [InlineData("age1")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH")]
    [InlineData("age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e")]
    public void ReadRecipients_NotAPublicKey_IsRecipientInvalid(string text) =>
        Assert.Equal("RecipientInvalid", Assert.Throws<DrException>(() => Cipher.ReadRecipients([text])).Id);

    [Fact]
    public void ReadRecipients_PointOfLowOrder_IsRecipientInvalid() => Assert.Equal("RecipientInvalid",
        Assert.Throws<DrException>(() => Cipher.ReadRecipients([new X25519Recipient(new byte[32]).Text])).Id);

    [Fact]
    public void ReadRecipients_ASecretKey_IsRefusedWithoutShowingIt()
    {
        var error = Assert.Throws<DrException>(() => Cipher.ReadRecipients([Secret]));
        Assert.Equal("RecipientInvalid", error.Id);
        Assert.DoesNotContain("GFPYYSJ", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# created: never\n")]
    [InlineData("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEQ")]
    [InlineData("AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR")]
    [InlineData("correct horse battery staple")]
    public void ReadKeys_NotASecretKey_IsKeyInvalidWithoutShowingIt(string text)
    {
        var error = Assert.Throws<DrException>(() => Cipher.ReadKeys([SecretText.From($"# comment\n{text}\n", "keys.txt")], []));
        Assert.Equal("KeyInvalid", error.Id);
        Assert.Contains("keys.txt", error.Message, StringComparison.Ordinal);
        if (text.Length > 20) Assert.DoesNotContain(text[17..28], error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ReadKeys_None_IsKeyMissing() => Assert.Equal("KeyMissing", Assert.Throws<DrException>(() => Cipher.ReadKeys([], [])).Id);

    [Fact]
    public void ReadPassphrase_Empty_IsKeyInvalid()
    {
        using var empty = SecretText.From("", "-Passphrase");
        Assert.Equal("KeyInvalid", Assert.Throws<DrException>(() => Cipher.ReadPassphrase(empty)).Id);
    }

    [Fact]
    public async Task Dispose_Keys_WipesThem()
    {
        var file = await EncryptAsync([1], Recipients);
        var keys = Keys;
        keys.Dispose();
        Assert.Equal("KeyWrong", (await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file, keys))).Id);
    }

    private static IBackupKeys Passphrase(string text) => Cipher.ReadKeys([], [SecretText.From(text, "test")]);
}
