using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Tests.Age.Primitives;

public sealed class Bech32Tests
{
    [Theory]
    [InlineData("A12UEL5L", "a", "")]
    [InlineData("a12uel5l", "a", "")]
    [InlineData("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio", "")]
    [InlineData("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef", "00443214c74254b635cf84653a56d7c675be77df")]
    [InlineData("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split", "c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d")]
    [InlineData("?1ezyfcl", "?", "")]
    // Longer than BIP 173 allows: age has no such limit.
    [InlineData("an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
        "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio", "")]
    public void TryDecode_ValidTextsOfBip173_GivePrefixAndData(string text, string prefix, string data)
    {
        Assert.True(Bech32.TryDecode(text, out var actualPrefix, out var actualData));
        Assert.Equal(prefix, actualPrefix);
        Assert.Equal(data, Convert.ToHexStringLower(actualData));
        Assert.Equal(text.ToLowerInvariant(), new string(Bech32.Encode(prefix, actualData)));
    }

    [Theory]
    [InlineData("\u00201nwldj5")]
    [InlineData("\u007f1axkwrx")]
    [InlineData("\u00801eym55h")]
    [InlineData("pzry9x0s0muk")]
    [InlineData("1pzry9x0s0muk")]
    [InlineData("x1b4n0q5v")]
    [InlineData("li1dgmt3")]
    [InlineData("de1lg7wt\u00ff")]
    [InlineData("A1G7SGD8")]
    [InlineData("10a06t8")]
    [InlineData("1qzzfhee")]
    [InlineData("A12uEL5L")]
    [InlineData("")]
    public void TryDecode_InvalidTextsOfBip173_AreRefused(string text) => Assert.False(Bech32.TryDecode(text, out _, out _));

    [Fact]
    public void TryDecode_AnyCharacterChanged_IsRefused()
    {
        const string Text = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
        Assert.True(Bech32.TryDecode(Text, out _, out _));
        for (var i = 0; i < Text.Length; i++)
        {
            var changed = Text.ToCharArray();
            changed[i] = changed[i] == 'q' ? 'p' : 'q';
            Assert.False(Bech32.TryDecode(changed, out _, out _));
        }
    }
}
