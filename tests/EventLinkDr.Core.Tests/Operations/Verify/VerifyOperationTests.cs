using System.IO.Compression;
using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Verify;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Operations.Verify;

public sealed class VerifyOperationTests : IAsyncDisposable
{
    private const string ForeignDump =
        "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\nCREATE TABLE public.t (a text);\n\n"
        + "COPY public.t (a) FROM stdin;\none\n-- PostgreSQL database dump complete\ntwo\n\\.\n\n\n--\n-- PostgreSQL database dump complete\n--\n\n";

    private static readonly SampleBackup Sample = SampleBackup.Create(rows: 3000);

    private readonly MemoryStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(VerificationLevel.Checksum, 0, 0L)]
    [InlineData(VerificationLevel.Content, 2, 3003L)]
    public async Task Run_AWholeBackup_HoldsAndLeavesItsProof(VerificationLevel level, int tables, long rows)
    {
        Put(Sample.Data, Sample.ManifestBytes);
        var result = await VerifyAsync(Sample.Name, level);
        Assert.True(result.Passed, result.Error?.Message);
        Assert.Equal((true, tables, rows), (result.Compared, result.Tables, result.Rows));
        var listed = Assert.Single(await new BackupCatalog(_store).ListAsync(BackupFilter.All, Token));
        Assert.Equal((level, true, result.Time), (listed.Proof!.Level, listed.Proof.Passed, listed.Proof.Time));
        Assert.Equal(result.ProofPath, _store.PathOf(_store.Names.Single(name => name.Contains(".proof-", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(BackupCompression.None)]
    [InlineData(BackupCompression.Small)]
    public async Task Run_AnyCompression_Holds(BackupCompression compression)
    {
        var sample = SampleBackup.Create(compression: compression);
        _store[sample.Name] = sample.Data;
        _store[sample.ManifestName] = sample.ManifestBytes;
        Assert.True((await VerifyAsync(sample.Name, VerificationLevel.Content)).Passed);
    }

    [Fact]
    public async Task Run_NoProof_WritesNothing()
    {
        Put(Sample.Data, Sample.ManifestBytes);
        var result = await VerifyAsync(Sample.Name, VerificationLevel.Checksum, noProof: true);
        Assert.Null(result.ProofPath);
        Assert.Equal(2, _store.Names.Count);
    }

    [Fact]
    public async Task Run_TruncatedAnywhere_IsTruncatedAtEveryLevel()
    {
        var lengths = Enumerable.Range(Sample.Data.Length - 1024, 1024)
            .Concat(Enumerable.Range(0, 200).Select(i => (int)((long)Sample.Data.Length * i / 200))).Distinct().ToList();
        foreach (var length in lengths)
        {
            Put(Sample.Data[..length], Sample.ManifestBytes);
            var result = await VerifyAsync(Sample.Name, VerificationLevel.Checksum, noProof: true);
            Assert.Equal("BackupTruncated", result.ErrorId);
        }
    }

    [Fact]
    public async Task Run_OneBitFlippedAnywhere_IsSeenByTheChecksum()
    {
        for (var i = 0; i < 500; i++)
        {
            Put(Flip(Sample.Data, (int)((long)Sample.Data.Length * i / 500), i % 8), Sample.ManifestBytes);
            var result = await VerifyAsync(Sample.Name, VerificationLevel.Checksum, noProof: true);
            Assert.True(result.ErrorId is "BackupCorrupt" or "ManifestMismatch", $"bit {i % 8} of byte {(long)Sample.Data.Length * i / 500}: {result.ErrorId}");
        }
    }

    [Fact]
    public async Task ContentCheck_OneBitFlipped_IsSeenWithoutTheChecksumUnlessTheTextIsTheSame()
    {
        var unseen = 0;
        for (var i = 0; i < 500; i++)
        {
            var at = (int)((long)Sample.Data.Length * i / 500);
            Put(Flip(Sample.Data, at, i % 8), Sample.ManifestBytes);
            var error = await Record.ExceptionAsync(() => new ContentCheck(_store, Sample.Name, Sample.Manifest, NullObserver.Instance).RunAsync(2, Token));
            if (error is null)
            {
                // Time and system in a member's header are no part of the text, and a match may be found at another distance.
                Assert.True(Unpack(Flip(Sample.Data, at, i % 8)).AsSpan().SequenceEqual(Unpack(Sample.Data)), $"byte {at} was flipped, and nothing said");
                unseen++;
            }
            else
            {
                Assert.True(error is DrException { Kind.ExitCode: ExitCode.BadBackup }, error.ToString());
            }
        }

        Assert.InRange(unseen, 0, 50);
    }

    [Fact]
    public async Task Run_CutAtAMemberBoundary_IsTruncated()
    {
        foreach (var member in Sample.Manifest.Members)
        {
            Put(Sample.Data[..(int)member.Offset], Sample.ManifestBytes);
            Assert.Equal("BackupTruncated", (await VerifyAsync(Sample.Name, VerificationLevel.Content)).ErrorId);
        }
    }

    [Fact]
    public async Task Run_TheManifestOfAnotherBackup_IsAMismatch()
    {
        var other = SampleBackup.Create(rows: 3000);
        Put(Sample.Data, ManifestSerializer.Write(other.Manifest));
        Assert.Equal("ManifestMismatch", (await VerifyAsync(Sample.Name, VerificationLevel.Checksum)).ErrorId);
        Put(SampleBackup.Create(rows: 10).Data, Sample.ManifestBytes);
        Assert.Equal("ManifestMismatch", (await VerifyAsync(Sample.Name, VerificationLevel.Checksum)).ErrorId);
    }

    [Fact]
    public async Task Run_AManifestThatCountsOtherRows_IsAMismatch()
    {
        var tables = Sample.Manifest.Tables.ToArray();
        foreach (var wrong in (BackupTable[])[tables[0] with { Rows = 2999 }, tables[0] with { Digest = new string('0', 32) }, tables[0] with { Bytes = 1 }])
        {
            tables[0] = wrong;
            Put(Sample.Data, ManifestSerializer.Write(Sample.Manifest with { Tables = [.. tables] }));
            Assert.True((await VerifyAsync(Sample.Name, VerificationLevel.Checksum)).Passed);
            Assert.Equal("ManifestMismatch", (await VerifyAsync(Sample.Name, VerificationLevel.Content)).ErrorId);
        }
    }

    [Fact]
    public async Task Run_MembersThatDoNotCoverTheFile_AreAMismatch()
    {
        var members = Sample.Manifest.Members;
        foreach (var wrong in (IReadOnlyList<BackupMember>[])[[], [.. members.Skip(1)], [.. members.SkipLast(1)],
            [.. members.Select((member, i) => i == 2 ? member with { Crc32 = member.Crc32 ^ 1 } : member)],
            [.. members.Select((member, i) => i == 2 ? member with { RawLength = member.RawLength + 1 } : member)],
            [.. members.Select((member, i) => i == 2 ? member with { Table = 9 } : member)]])
        {
            Put(Sample.Data, ManifestSerializer.Write(Sample.Manifest with { Members = wrong }));
            Assert.Equal("ManifestMismatch", (await VerifyAsync(Sample.Name, VerificationLevel.Checksum)).ErrorId);
        }
    }

    [Fact]
    public async Task Run_ADamagedManifest_IsAMismatch_AndNoManifest_Incomplete()
    {
        Put(Sample.Data, Flip(Sample.ManifestBytes, 100, 0));
        Assert.Equal("ManifestMismatch", (await VerifyAsync(Sample.Name, VerificationLevel.Checksum)).ErrorId);
        await _store.DeleteAsync(Sample.ManifestName, Token);
        Assert.Equal("BackupIncomplete", (await VerifyAsync(Sample.Name, VerificationLevel.Checksum)).ErrorId);
    }

    [Fact]
    public async Task Run_ADumpOfSomebodyElse_HoldsButIsNotCompared()
    {
        _store["x.sql.gz"] = Gzip(ForeignDump);
        _store["x.sql"] = Encoding.UTF8.GetBytes(ForeignDump);
        foreach (var name in (string[])["x.sql.gz", "x.sql"])
        {
            var result = await VerifyAsync(name, VerificationLevel.Content);
            Assert.Equal((true, false, 1, 3L), (result.Passed, result.Compared, result.Tables, result.Rows));
            Assert.NotNull(result.ProofPath);
        }
    }

    [Fact]
    public async Task Run_ADumpOfSomebodyElseTruncatedAnywhere_NeverHolds()
    {
        var whole = Gzip(ForeignDump);
        for (var length = 0; length < whole.Length; length++)
        {
            _store["x.sql.gz"] = whole[..length];
            var result = await VerifyAsync("x.sql.gz", VerificationLevel.Checksum, noProof: true);
            Assert.True(result.ErrorId is "BackupTruncated" or "BackupNotADump", $"{length}: {result.ErrorId}");
        }

        // A dump that broke off while gzip went on: a well-formed file.
        for (var length = 0; length < ForeignDump.Length - "-- PostgreSQL database dump complete\n--\n\n".Length; length++)
        {
            _store["x.sql.gz"] = Gzip(ForeignDump[..length]);
            var result = await VerifyAsync("x.sql.gz", VerificationLevel.Checksum, noProof: true);
            Assert.True(result.ErrorId is "BackupTruncated" or "BackupNotADump" or "DumpMalformed", $"{length}: {result.ErrorId}");
        }
    }

    [Fact]
    public async Task Run_ADumpOfSomebodyElseWithOneBitFlipped_HoldsOnlyWithTheSameText()
    {
        // Members one after another, as `cat a.gz b.gz` and our own files have them.
        var whole = (byte[])[.. Sample.Manifest.Members.SelectMany(member => Sample.Data.AsSpan((int)member.Offset, (int)member.Length).ToArray())];
        var text = Text(whole);
        var unseen = 0;
        for (var i = 0; i < 500; i++)
        {
            var flipped = Flip(whole, (int)((long)whole.Length * i / 500), i % 8);
            _store["x.sql.gz"] = flipped;
            var result = await VerifyForeignAsync("x.sql.gz");
            if (result is null)
            {
                Assert.Equal(text, Text(flipped));
                unseen++;
            }
            else
            {
                Assert.Equal(ExitCode.BadBackup, result.Kind.ExitCode);
            }
        }

        Assert.InRange(unseen, 0, 50);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just some text that was compressed\n")]
    [InlineData("{\"json\": true}")]
    [InlineData("SELECT 1;\n")]
    public async Task Run_AGzipFileOfSomethingElse_IsNoDump(string content)
    {
        _store["x.sql.gz"] = Gzip(content);
        Assert.Contains((await VerifyAsync("x.sql.gz", VerificationLevel.Checksum)).ErrorId, (string[])["BackupNotADump", "BackupTruncated", "DumpForbidden"]);
    }

    [Theory]
    [InlineData("\\! rm -rf /\n", "DumpForbidden")]
    [InlineData("\\connect postgres\n", "DumpForbidden")]
    [InlineData("\\i /etc/passwd\n", "DumpForbidden")]
    [InlineData("COPY public.t FROM PROGRAM 'id';\n", "DumpForbidden")]
    [InlineData("COPY public.t FROM '/etc/passwd';\n", "DumpForbidden")]
    [InlineData("COPY public.t TO '/tmp/out';\n", "DumpForbidden")]
    [InlineData("ALTER SYSTEM SET shared_buffers = '1GB';\n", "DumpForbidden")]
    [InlineData("CREATE ROLE evil SUPERUSER;\n", "DumpForbidden")]
    [InlineData("DROP DATABASE eventlink;\n", "DumpForbidden")]
    [InlineData("CREATE TABLESPACE t LOCATION '/x';\n", "DumpForbidden")]
    [InlineData("SELECT 'it never ends;\n", "BackupTruncated")]
    [InlineData("SELECT $a$ never ends;\n", "BackupTruncated")]
    public async Task Run_ADumpThatWouldReachOutside_IsRefused(string statement, string id)
    {
        _store["x.sql"] = Encoding.UTF8.GetBytes(ForeignDump.Replace("COPY public.t (a)", statement + "COPY public.t (a)", StringComparison.Ordinal));
        var result = await VerifyAsync("x.sql", VerificationLevel.Checksum);
        Assert.Equal(id, result.ErrorId);
        Assert.DoesNotContain("rm -rf", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnEncryptedBackup_IsComparedAsAWholeOnly()
    {
        var name = Sample.Name + ".age";
        _store[name] = Sample.Data;
        _store[Sample.ManifestName] = Sample.ManifestBytes;
        Assert.True((await VerifyAsync(name, VerificationLevel.Checksum)).Passed);
        Assert.Equal(ErrorTable.KeyMissing, (await Assert.ThrowsAsync<DrException>(() => VerifyAsync(name, VerificationLevel.Content))).Kind);
        _store[name] = Flip(Sample.Data, 1000, 3);
        Assert.Equal("BackupCorrupt", (await VerifyAsync(name, VerificationLevel.Checksum)).ErrorId);
    }

    [Fact]
    public async Task Prepare_ABackupThatIsNotThere_IsAnError() =>
        Assert.Equal(ErrorTable.BackupNotFound,
            (await Assert.ThrowsAsync<DrException>(() => new VerifyOperation(_store, new NoAdapters()).PrepareAsync("no.sql.gz", new VerifyOptions(), Token))).Kind);

    [Fact]
    public async Task Prepare_ChangesNothing_AndSaysWhatWouldBeDone()
    {
        Put(Sample.Data, Sample.ManifestBytes);
        var plan = await new VerifyOperation(_store, new NoAdapters()).PrepareAsync(Sample.Name, new VerifyOptions { Level = VerificationLevel.Restore }, Token);
        Assert.Equal(2, _store.Names.Count);
        Assert.Equal([PlanEffect.Read, PlanEffect.Read, PlanEffect.Create, PlanEffect.Load, PlanEffect.Prove, PlanEffect.Drop, PlanEffect.Create], plan.Steps.Select(step => step.Effect));
    }

    private void Put(byte[] data, byte[] manifest)
    {
        _store[Sample.Name] = data;
        _store[Sample.ManifestName] = manifest;
    }

    private async Task<VerificationResult> VerifyAsync(string name, VerificationLevel level, bool noProof = false)
    {
        var operation = new VerifyOperation(_store, new NoAdapters());
        var plan = await operation.PrepareAsync(name, new VerifyOptions { Level = level, NoProof = noProof, Jobs = 2 }, Token);
        return await operation.RunAsync(plan, NullObserver.Instance, Token);
    }

    /// <summary>Reads a file that has lost its manifest as a dump of somebody else is read.</summary>
    private async Task<DrException?> VerifyForeignAsync(string name)
    {
        var set = new BackupSet { Name = name, Path = name, State = BackupState.Foreign, Time = DateTimeOffset.UnixEpoch, Size = _store[name].Length };
        return await Record.ExceptionAsync(() => new ForeignCheck(_store, _store, NullObserver.Instance).RunAsync(set, new VerifyFindings(), Token)) is { } failure
            ? Assert.IsType<DrException>(failure, exactMatch: false)
            : null;
    }

    private static string Text(byte[] gzip)
    {
        var text = new MemoryStream();
        using var stream = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        stream.CopyTo(text);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(text.ToArray()));
    }

    private static byte[] Flip(byte[] bytes, int at, int bit)
    {
        var copy = bytes.ToArray();
        copy[at] ^= (byte)(1 << bit);
        return copy;
    }

    private static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }

    private static byte[] Unpack(byte[] file)
    {
        using var text = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress)) gzip.CopyTo(text);
        return text.ToArray();
    }
}
