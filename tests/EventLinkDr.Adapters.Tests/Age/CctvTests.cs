using System.Security.Cryptography;
using EventLinkDr.Adapters.Age;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Tests.Age;

/// <summary>Every vector of C2SP's suite that concerns what we support must come to the outcome it names, by each way of reading.</summary>
public sealed class CctvTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("x25519", 13)]
    [InlineData("scrypt", 24)]
    [InlineData("stanza", 14)]
    [InlineData("header", 1)]
    [InlineData("hmac", 8)]
    [InlineData("stream", 28)]
    [InlineData("armor", 32)]
    [InlineData("version", 1)]
    [InlineData("empty", 1)]
    public async Task Decrypt_VectorsOfASubject_ComeToTheOutcomeTheyName(string subject, int atLeast)
    {
        var vectors = (await CctvVector.LoadAsync()).Where(vector => vector.Name.StartsWith(subject, StringComparison.Ordinal) && IsSupported(vector)).ToList();
        Assert.True(vectors.Count >= atLeast, $"only {vectors.Count} vectors");
        foreach (var vector in vectors)
        {
            Hold(vector, "in sequence", await ReadInSequenceAsync(vector, isAsync: true));
            Hold(vector, "in sequence, blocking", await ReadInSequenceAsync(vector, isAsync: false));
        }
    }

    [Theory]
    [InlineData("x25519")]
    [InlineData("scrypt")]
    [InlineData("stanza")]
    [InlineData("header")]
    [InlineData("hmac")]
    [InlineData("stream")]
    [InlineData("version")]
    [InlineData("empty")]
    public async Task Open_VectorsOfASubject_ComeToTheOutcomeTheyName(string subject)
    {
        var vectors = (await CctvVector.LoadAsync()).Where(vector => vector.Name.StartsWith(subject, StringComparison.Ordinal) && IsSupported(vector)).ToList();
        Assert.NotEmpty(vectors);
        foreach (var vector in vectors)
        {
            var (outcome, plaintext) = await ReadAtRandomAsync(vector);
            // The end is looked at first and places are known, so of a payload that fails less may be given out than in sequence, never other bytes.
            var (_, inSequence) = await ReadInSequenceAsync(vector, isAsync: true);
            Hold(vector, "at random", (outcome, outcome == "success" ? plaintext : null));
            Assert.True(inSequence.AsSpan().StartsWith(plaintext), $"{vector.Name}: other bytes than in sequence");
        }
    }

    // The hybrid recipients are not ours.
    private static bool IsSupported(CctvVector vector) =>
        !vector.Name.Contains("hybrid", StringComparison.Ordinal) && !vector.Fields["identity"].Any(identity => identity.Contains("-PQ-", StringComparison.Ordinal));

    private static void Hold(CctvVector vector, string way, (string Outcome, byte[]? Plaintext) actual)
    {
        Assert.True(vector.Expect == actual.Outcome, $"{vector.Name} {way}: expected {vector.Expect}, was {actual.Outcome}");
        if (actual.Plaintext is null || vector.Fields["payload"].SingleOrDefault() is not { } digest) return;
        Assert.True(digest == Convert.ToHexStringLower(SHA256.HashData(actual.Plaintext)), $"{vector.Name} {way}: gave out {actual.Plaintext.Length} bytes with another digest");
    }

    private static async Task<(string Outcome, byte[] Plaintext)> ReadInSequenceAsync(CctvVector vector, bool isAsync)
    {
        using var keys = Keys(vector);
        using var plaintext = new MemoryStream();
        try
        {
            await using var stream = await AgeCipher.DecryptAsync(new MemoryStream(vector.File), default, vector.IsArmored, keys, Token);
            if (isAsync) await CopyAsync(stream, plaintext);
            else Copy(stream, plaintext);
            return ("success", plaintext.ToArray());
        }
        catch (AgeException error)
        {
            return (Outcome(error), plaintext.ToArray());
        }
    }

    private static async Task<(string Outcome, byte[] Plaintext)> ReadAtRandomAsync(CctvVector vector)
    {
        using var keys = Keys(vector);
        using var plaintext = new MemoryStream();
        try
        {
            using var content = await new AgeCipher().OpenAsync(
                (offset, _) => Task.FromResult<Stream>(new MemoryStream(vector.File, (int)offset, vector.File.Length - (int)offset)), vector.File.Length, keys, Token);
            await using var stream = await content.OpenReadAsync(0, Token);
            await CopyAsync(stream, plaintext);
            Assert.Equal(content.Length, plaintext.Length);
            return ("success", plaintext.ToArray());
        }
        catch (AgeException error)
        {
            return (Outcome(error), plaintext.ToArray());
        }
    }

    private static string Outcome(AgeException error) => error.Fault switch
    {
        AgeFault.NoMatch => "no match",
        AgeFault.Header => "header failure",
        AgeFault.Mac => "HMAC failure",
        AgeFault.Payload => "payload failure",
        _ => "armor failure",
    };

    private static IBackupKeys Keys(CctvVector vector)
    {
        // Some come without a key since none should be asked for.
        var identities = vector.Fields["identity"].DefaultIfEmpty("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");
        return new AgeCipher().ReadKeys(
            identities.Select(text => SecretText.From(text, vector.Name)), vector.Fields["passphrase"].Select(text => SecretText.From(text, vector.Name)));
    }

    // Copied by hand: what came before a failure counts.
    private static async Task CopyAsync(Stream from, MemoryStream to)
    {
        var buffer = new byte[1000];
        int count;
        while ((count = await from.ReadAsync(buffer, Token)) > 0) to.Write(buffer, 0, count);
    }

    private static void Copy(Stream from, MemoryStream to)
    {
        var buffer = new byte[100_000];
        int count;
        while ((count = from.Read(buffer)) > 0) to.Write(buffer, 0, count);
    }
}
