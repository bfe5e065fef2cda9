using System.Text;
using EventLinkDr.Adapters.Age;
using static EventLinkDr.Adapters.Tests.Age.AgeSample;

namespace EventLinkDr.Adapters.Tests.Age;

public sealed class AgeStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(65535, 65535)]
    [InlineData(65536, 65536)]
    [InlineData(65537, 65537)]
    [InlineData(65536, 1000)]
    [InlineData(131072, 131072)]
    [InlineData(131072, 65536)]
    [InlineData(131073, 7)]
    [InlineData(3_000_000, 100_000)]
    [InlineData(3_000_000, 3_000_000)]
    public async Task Encrypt_WhateverTheSizeOfContentAndWrites_ComesBack(int size, int writeSize)
    {
        var content = Content(size);
        var file = await EncryptAsync(content, Recipients, writeSize);
        Assert.Equal(content, await DecryptAsync(file, Keys));
        using var opened = await OpenAsync(file, Keys);
        Assert.Equal(size, opened.Length);
        Assert.Equal(content, await ReadAsync(opened, 0, size + 1));
    }

    [Fact]
    public async Task Write_Blocking_WritesTheSameLayout()
    {
        var content = Content(200_000);
        var file = new MemoryStream();
        await using (var stream = await Cipher.EncryptAsync(file, Recipients, Token))
        {
            for (var i = 0; i < content.Length; i += 30_000) stream.Write(content, i, Math.Min(30_000, content.Length - i));
            stream.Complete();
        }

        Assert.Equal(content, await DecryptAsync(file.ToArray(), Keys));
    }

    [Fact]
    public async Task OpenRead_AtOffsetsRoundTheChunks_EqualsReadingInSequence()
    {
        var content = Content(5 * 65536 + 77);
        using var opened = await OpenAsync(await EncryptAsync(content, Recipients), Keys);
        long[] offsets = [0, 1, 65535, 65536, 65537, 131071, 131072, 5 * 65536 - 1, 5 * 65536, content.Length - 1, content.Length];
        foreach (var offset in offsets)
        {
            var count = (int)Math.Min(100_000, content.Length - offset);
            Assert.Equal(content[(int)offset..((int)offset + count)], await ReadAsync(opened, offset, count));
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => opened.OpenReadAsync(content.Length + 1, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => opened.OpenReadAsync(-1, Token));
    }

    [Fact]
    public async Task OpenRead_ByManyReadersAtOnce_GivesEachItsOwn()
    {
        var content = Content(2_000_000);
        using var opened = await OpenAsync(await EncryptAsync(content, Recipients), Keys);
        await Parallel.ForAsync(0, 40, Token, async (i, _) =>
        {
            var offset = i * 49_000;
            Assert.Equal(content[offset..(offset + 40_000)], await ReadAsync(opened, offset, 40_000));
        });
    }

    [Fact]
    public async Task Dispose_WithoutComplete_LeavesNothingThatPassesForWhole()
    {
        foreach (var size in new[] { 0, 10, 65536, 65537, 200_000 })
        {
            var file = new MemoryStream();
            await using (var stream = await Cipher.EncryptAsync(file, Recipients, Token)) await stream.WriteAsync(Content(size), Token);
            Assert.Equal("EncryptedDataCorrupt", (await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file.ToArray(), Keys))).Id);
            Assert.Equal("EncryptedDataCorrupt", (await Assert.ThrowsAsync<AgeException>(() => OpenAsync(file.ToArray(), Keys))).Id);
        }
    }

    [Fact]
    public async Task Write_AfterAFailedWrite_IsRefused()
    {
        await using var stream = await Cipher.EncryptAsync(new FailingStream(600), Recipients, Token);
        await Assert.ThrowsAsync<IOException>(async () => await stream.WriteAsync(Content(200_000), Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.CompleteAsync(Token));
    }

    [Fact]
    public async Task Read_AnyByteOfHeaderAndNonceChanged_IsDetected()
    {
        var file = await EncryptAsync("content"u8.ToArray(), Cipher.ReadRecipients([Public, OtherRecipient]));
        var payload = file.Length - 7 - 16;
        for (var i = 0; i < payload; i++)
        {
            var changed = Flip(file, i);
            Assert.Contains((await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(changed, Keys))).Id, new[] { "EncryptedDataCorrupt", "KeyWrong" });
            if (i % 7 == 0) Assert.Contains((await Assert.ThrowsAsync<AgeException>(() => OpenAsync(changed, Keys))).Id, new[] { "EncryptedDataCorrupt", "KeyWrong" });
        }
    }

    [Fact]
    public async Task Read_ABitFlippedInAnyChunk_IsDetectedThereAndNothingFalseIsGivenOut()
    {
        var content = Content(4 * 65536 + 5);
        var file = await EncryptAsync(content, Recipients);
        var payload = file.Length - content.Length - 5 * 16;
        for (var chunk = 0; chunk < 5; chunk++)
        {
            var begin = payload + chunk * 65552;
            foreach (var place in new[] { begin, Math.Min(begin + 40_000, file.Length - 17), Math.Min(begin + 65551, file.Length - 1) })
            {
                var changed = Flip(file, place);
                var given = new MemoryStream();
                await using var stream = await Cipher.DecryptAsync(new MemoryStream(changed), Keys, Token);
                var error = await Assert.ThrowsAsync<AgeException>(() => stream.CopyToAsync(given, Token));
                Assert.Equal("EncryptedDataCorrupt", error.Id);
                Assert.Contains($"from byte {chunk * 65536} ", error.Message, StringComparison.Ordinal);
                Assert.Equal(content[..(chunk * 65536)], given.ToArray());
                // At random only the damaged chunk cannot be read, save that the last is needed to open at all.
                if (chunk == 4)
                {
                    await Assert.ThrowsAsync<AgeException>(() => OpenAsync(changed, Keys));
                    continue;
                }

                using var opened = await OpenAsync(changed, Keys);
                Assert.Equal("EncryptedDataCorrupt", (await Assert.ThrowsAsync<AgeException>(() => ReadAsync(opened, chunk * 65536 + 9, 1))).Id);
                Assert.Equal(content[((chunk + 1) * 65536)..], await ReadAsync(opened, (chunk + 1) * 65536, content.Length));
            }
        }
    }

    [Fact]
    public async Task Read_CutAnywhereThatMatters_IsDetected()
    {
        var file = await EncryptAsync(Content(3 * 65536), Recipients);
        var payload = file.Length - 3 * 65552;
        int[] lengths =
        [
            0, 1, 21, 22, payload - 17, payload - 16, payload - 1, payload, payload + 15, payload + 16, payload + 17, payload + 65551, payload + 65552,
            payload + 65553, payload + 65568, payload + 65569, payload + 2 * 65552, payload + 2 * 65552 + 16, file.Length - 16, file.Length - 1,
        ];
        foreach (var length in lengths)
        {
            Assert.Equal("EncryptedDataCorrupt", (await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file[..length], Keys))).Id);
            Assert.Equal("EncryptedDataCorrupt", (await Assert.ThrowsAsync<AgeException>(() => OpenAsync(file[..length], Keys))).Id);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(65552)]
    public async Task Read_SomethingAfterTheEnd_IsDetected(int extra)
    {
        byte[] file = [.. await EncryptAsync(Content(65536), Recipients), .. new byte[extra]];
        Assert.Equal("EncryptedDataCorrupt", (await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(file, Keys))).Id);
        Assert.Equal("EncryptedDataCorrupt", (await Assert.ThrowsAsync<AgeException>(() => OpenAsync(file, Keys))).Id);
    }

    [Fact]
    public async Task Read_ChunksExchanged_IsDetected()
    {
        var file = await EncryptAsync(Content(3 * 65536), Recipients);
        var payload = file.Length - 3 * 65552;
        byte[] changed = [.. file[..payload], .. file[(payload + 65552)..(payload + 131104)], .. file[payload..(payload + 65552)], .. file[(payload + 131104)..]];
        await Assert.ThrowsAsync<AgeException>(() => DecryptAsync(changed, Keys));
        using var opened = await OpenAsync(changed, Keys);
        await Assert.ThrowsAsync<AgeException>(() => ReadAsync(opened, 0, 1));
    }

    [Fact]
    public async Task Encrypt_Twice_SharesNothing()
    {
        byte[] first = await EncryptAsync(new byte[100], Recipients), second = await EncryptAsync(new byte[100], Recipients);
        Assert.Equal(first.Length, second.Length);
        Assert.NotEqual(first[^116..], second[^116..]);
        Assert.NotEqual(Encoding.ASCII.GetString(first, 0, 150).Split('\n')[1], Encoding.ASCII.GetString(second, 0, 150).Split('\n')[1]);
    }

    [Fact]
    public async Task Decrypt_HeaderWithoutEnd_IsGivenUpBeforeItFillsMemory()
    {
        var error = await Assert.ThrowsAsync<AgeException>(() => Cipher.DecryptAsync(new EndlessHeader(), Keys, Token));
        Assert.Contains("1 MiB", error.Message, StringComparison.Ordinal);
    }

    private static string OtherRecipient => X25519Identity.Generate().Recipient.Text;

    private static byte[] Flip(byte[] file, int place)
    {
        var changed = (byte[])file.Clone();
        changed[place] ^= 1;
        return changed;
    }

    private sealed class FailingStream(int capacity) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Length + buffer.Length > capacity ? throw new IOException("full") : base.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>A version line, and then stanzas for ever.</summary>
    private sealed class EndlessHeader : MemoryStream
    {
        private static readonly byte[] Text = [.. "age-encryption.org/v1\n"u8, .. "-> x\n\n"u8];
        private int _place;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Text.Length - _place, buffer.Length);
            Text.AsSpan(_place, count).CopyTo(buffer.Span);
            _place += count;
            if (_place == Text.Length) _place = 22;
            return new(count);
        }
    }
}
