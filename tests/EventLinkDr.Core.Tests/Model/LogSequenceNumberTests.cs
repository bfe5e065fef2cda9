using System.Text.Json;
using EventLinkDr.Model;

namespace EventLinkDr.Core.Tests.Model;

public sealed class LogSequenceNumberTests
{
    [Theory]
    [InlineData("0/0", 0UL)]
    [InlineData("0/3000060", 0x3000060UL)]
    [InlineData("16/B374D848", 0x16B374D848UL)]
    [InlineData("FFFFFFFF/FFFFFFFF", ulong.MaxValue)]
    public void Parse_WhatPostgresWrites_ComesOutTheSame(string text, ulong value)
    {
        var position = LogSequenceNumber.Parse(text);
        Assert.Equal(value, position.Value);
        Assert.Equal(text, position.ToString());
        Assert.Equal(position, JsonSerializer.Deserialize<LogSequenceNumber>(JsonSerializer.Serialize(position)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("0")]
    [InlineData("0/")]
    [InlineData("0/ 1")]
    [InlineData("0/-1")]
    [InlineData("0/G")]
    [InlineData("0/123456789")]
    [InlineData("0/1/2")]
    public void TryParse_SomethingElse_IsRefused(string? text) => Assert.False(LogSequenceNumber.TryParse(text, out _));

    [Fact]
    public void Subtract_GivesBytesBothWays()
    {
        var (low, high) = (LogSequenceNumber.Parse("0/FFFFFFF0"), LogSequenceNumber.Parse("1/10"));
        Assert.Equal(32, high - low);
        Assert.Equal(-32, low - high);
    }

    [Fact]
    public void Compare_OrdersByPosition()
    {
        var (low, high) = (LogSequenceNumber.Parse("0/FFFFFFF0"), LogSequenceNumber.Parse("1/0"));
        Assert.True(low < high && high > low && low <= high && high >= low && !(high < low));
        Assert.Equal(high, LogSequenceNumber.Max(low, high));
        Assert.Equal(low, LogSequenceNumber.Max(low, null));
    }
}
