using System.Text;
using EventLinkDr.Model;
using EventLinkDr.Streams;

namespace EventLinkDr.Core.Tests.Streams;

public sealed class MemberFileTests : IDisposable
{
    private const int MiB = 1024 * 1024;

    private readonly MemoryStream _output = new();
    private readonly MemberFile _file;

    public MemberFileTests() => _file = new MemberFile(_output);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Finish_BeforeTheFileIsOpenForData_DoesNotWait_AndStandsBehindTheDefinitions()
    {
        Write("rows", afterData: true, table: 0);
        Write("more rows", afterData: true, table: 1);
        Write("definitions", afterData: false);
        Assert.Single(_file.Members);
        _file.OpenForData();
        Write("the last rows", afterData: true, table: 2);
        Assert.Equal(["definitions", "rows", "more rows", "the last rows"], _file.Members.Select(TextAt));
        Assert.Equal([null, 0, 1, 2], _file.Members.Select(member => member.Table));
        Assert.Equal("definitionsrowsmore rowsthe last rows", Encoding.ASCII.GetString(Gzipped.Read(_output.ToArray())));
        Assert.Equal(_output.Length, _file.Length);
    }

    [Fact]
    public async Task Finish_MoreThanMayWaitInMemory_WaitsForTheFileToOpen()
    {
        Write(new byte[10 * MiB], afterData: true, table: 0);
        var second = Task.Run(() => Write(new byte[10 * MiB], afterData: true, table: 1), Token);
        await Task.WhenAny(second, Task.Delay(200, Token));
        Assert.False(second.IsCompleted);
        Write("definitions", afterData: false);
        _file.OpenForData();
        await second;
        Assert.Equal([null, 0, 1], _file.Members.Select(member => member.Table));
    }

    [Fact]
    public async Task Abandon_WakesWhoWaits()
    {
        using var member = Member(afterData: true, limit: MiB);
        var writing = Task.Run(() => member.Write(new byte[2 * MiB]), Token);
        await Task.WhenAny(writing, Task.Delay(100, Token));
        Assert.False(writing.IsCompleted);
        _file.Abandon();
        Assert.IsType<TaskCanceledException>((await Assert.ThrowsAnyAsync<Exception>(() => writing)).GetBaseException());
    }

    [Fact]
    public void Write_MoreThanTheLimit_HoldsTheFileUntilItEnds()
    {
        using (var large = Member(afterData: false, limit: MiB))
        {
            large.Write(new byte[2 * MiB]);
            Assert.InRange(_file.Length, MiB, 2 * MiB);
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => _file.Enter(afterData: false, stop.Token));
            large.Finish(new MemberLabel(MemberKind.PreData));
        }

        Write("next", afterData: false);
        Assert.Equal(2, _file.Members.Count);
        Assert.Equal("next", TextAt(_file.Members[1]));
    }

    [Fact]
    public void Finish_OneMemberAfterAnother_UsesTheSameMemory()
    {
        var content = new byte[12 * MiB];
        _output.Capacity = 14 * content.Length;
        Write(content, afterData: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 12; i++) Write(content, afterData: false);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, content.Length);
    }

    private void Write(string text, bool afterData, int? table = null) => Write(Encoding.ASCII.GetBytes(text), afterData, table);

    /// <summary>Not compressed, so that its length is known.</summary>
    private void Write(byte[] content, bool afterData, int? table = null)
    {
        using var member = Member(afterData, limit: 64 * MiB);
        member.Write(content);
        member.Finish(new MemberLabel(table is null ? MemberKind.PreData : MemberKind.TableData, table));
    }

    private MemberWriter Member(bool afterData, long limit) => new(_file, BackupCompression.None, afterData, limit, Token);

    private string TextAt(BackupMember member) => Encoding.ASCII.GetString(Gzipped.Read(_output.ToArray().AsSpan((int)member.Offset, (int)member.Length).ToArray()));
}
