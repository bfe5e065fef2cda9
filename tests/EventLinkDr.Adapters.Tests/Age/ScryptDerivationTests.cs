using System.Text;
using EventLinkDr.Adapters.Age;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Tests.Age;

/// <summary>How often a passphrase is turned into a key: each time takes a second and 256 MiB.</summary>
public sealed class ScryptDerivationTests
{
    private int _derivations, _atOnce, _mostAtOnce;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Unwrap_TheSameFileAgain_DerivesOnce()
    {
        using var recipient = Recipient();
        var (first, second) = (recipient.Wrap(new byte[16], Token), recipient.Wrap(new byte[16], Token));
        _derivations = 0;
        using var identity = Identity();
        for (var i = 0; i < 3; i++) Assert.True(identity.TryUnwrap(first, new byte[16], Token));
        Assert.Equal(1, _derivations);
        Assert.True(identity.TryUnwrap(second, new byte[16], Token));
        Assert.True(identity.TryUnwrap(first, new byte[16], Token));
        Assert.Equal(2, _derivations);
        // The same salt with other work is another key.
        Assert.False(identity.TryUnwrap(first with { Arguments = [first.Arguments[0], "7"] }, new byte[16], Token));
        Assert.Equal(3, _derivations);
    }

    [Fact]
    public void Unwrap_ManyFiles_ForgetsTheFirstAndStillOpensIt()
    {
        using var recipient = Recipient();
        var stanzas = Enumerable.Range(0, 12).Select(_ => recipient.Wrap(new byte[16], Token)).ToList();
        using var identity = Identity();
        foreach (var stanza in stanzas) Assert.True(identity.TryUnwrap(stanza, new byte[16], Token));
        Assert.True(identity.TryUnwrap(stanzas[0], new byte[16], Token));
    }

    [Fact]
    public async Task Unwrap_ByManyAtOnce_DerivesOneAtATime()
    {
        using var recipient = Recipient();
        var stanzas = Enumerable.Range(0, 6).Select(_ => recipient.Wrap(new byte[16], Token)).ToList();
        using var identity = Identity();
        await Task.WhenAll(stanzas.Select(stanza => Task.Run(() => identity.TryUnwrap(stanza, new byte[16], Token), Token)));
        Assert.Equal(1, _mostAtOnce);
    }

    [Fact]
    public void Unwrap_AfterItIsDisposedOf_DoesNotTryAWipedPassphrase()
    {
        using var recipient = Recipient();
        var stanza = recipient.Wrap(new byte[16], Token);
        var identity = Identity();
        Assert.True(identity.TryUnwrap(stanza, new byte[16], Token));
        identity.Dispose();
        Assert.Throws<ObjectDisposedException>(() => identity.TryUnwrap(stanza, new byte[16], Token));
    }

    [Fact]
    public void Wrap_Prepared_TakesTheKeyOnceAndASaltOfItsOwnForEach()
    {
        using var recipient = Recipient();
        var first = recipient.Wrap(new byte[16], Token);
        recipient.Prepare();
        recipient.Prepare();
        var second = recipient.Wrap(new byte[16], Token);
        Assert.Equal(2, _derivations);
        var third = recipient.Wrap(new byte[16], Token);
        Assert.Equal(3, new[] { first, second, third }.Select(stanza => stanza.Arguments[0]).Distinct().Count());
        using var identity = Identity();
        Assert.All([first, second, third], stanza => Assert.True(identity.TryUnwrap(stanza, new byte[16], Token)));
    }

    [Fact]
    public void Wrap_WhatWasPreparedFailed_IsTriedAgain()
    {
        var calls = 0;
        using var recipient = new ScryptRecipient("open sesame"u8.ToArray(), 6, (passphrase, salt, factor, key, token) =>
        {
            if (Interlocked.Increment(ref calls) == 1) throw new DrException(ErrorTable.MemoryShort, "too little");
            ScryptKey.Derive(passphrase, salt, factor, key, token);
        });
        recipient.Prepare();
        var stanza = recipient.Wrap(new byte[16], Token);
        using var identity = Identity();
        Assert.True(identity.TryUnwrap(stanza, new byte[16], Token));
    }

    [Fact]
    public void Dispose_WhileItIsPrepared_Waits()
    {
        var recipient = new ScryptRecipient("open sesame"u8.ToArray(), 16);
        recipient.Prepare();
        recipient.Dispose();
        recipient.Dispose();
    }

    private ScryptRecipient Recipient() => new("open sesame"u8.ToArray(), 6, Count);

    private ScryptIdentity Identity() => new(Encoding.UTF8.GetBytes("open sesame"), Count);

    private void Count(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int workFactor, Span<byte> wrapKey, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _derivations);
        var atOnce = Interlocked.Increment(ref _atOnce);
        _mostAtOnce = Math.Max(_mostAtOnce, atOnce);
        ScryptKey.Derive(passphrase, salt, workFactor, wrapKey, cancellationToken);
        Interlocked.Decrement(ref _atOnce);
    }
}
