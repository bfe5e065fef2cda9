using System.Text;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Tests.Age.Primitives;

public sealed class ChaCha20Tests
{
    [Fact]
    public void Transform_TheVectorOfRfc8439Section242_Agrees()
    {
        var key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var plaintext = Encoding.ASCII.GetBytes(
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.");
        var output = new byte[plaintext.Length];
        ChaCha20.Transform(key, Convert.FromHexString("000000000000004a00000000"), 1, plaintext, output);
        Assert.Equal(
            "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0bf91b65c5524733ab8f593dabcd62b357"
            + "1639d624e65152ab8f530c359f0861d807ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab7793736"
            + "5af90bbf74a35be6b40b8eedf2785e42874d", Convert.ToHexStringLower(output));
    }

    [Fact]
    public void Transform_TheZeroVectorOfRfc8439AppendixA1_Agrees()
    {
        var output = new byte[64];
        ChaCha20.Transform(new byte[32], new byte[12], 0, new byte[64], output);
        Assert.Equal(
            "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586",
            Convert.ToHexStringLower(output));
    }

    // Eight blocks are made at a time: the counter must go on as if they were made one by one.
    [Fact]
    public void Transform_ManyBlocks_EqualsOneBlockAtATime()
    {
        byte[] key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)], nonce = [.. Enumerable.Range(1, 12).Select(i => (byte)i)];
        var whole = new byte[64 * 21 + 13];
        ChaCha20.Transform(key, nonce, 7, whole, whole);
        for (var block = 0; block * 64 < whole.Length; block++)
        {
            var part = new byte[Math.Min(64, whole.Length - block * 64)];
            ChaCha20.Transform(key, nonce, (uint)(7 + block), part, part);
            Assert.Equal(part, whole[(block * 64)..(block * 64 + part.Length)]);
        }
    }
}
