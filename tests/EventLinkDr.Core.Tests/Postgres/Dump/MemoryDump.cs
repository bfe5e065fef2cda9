using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Core.Tests.Postgres.Dump;

/// <summary>A foreign dump that exists in memory only.</summary>
internal sealed class MemoryDump(byte[] file) : DumpSource
{
    public const string Head = "--\n-- PostgreSQL database dump\n--\n\n\\restrict k\n\n-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)\n"
        + "-- Dumped by pg_dump version 16.4\n\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n";

    public const string End = "\n--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict k\n\n";

    public MemoryDump(string body) : this(Encoding.Latin1.GetBytes(Head + body + End)) { }

    public override string Name => "dump.sql";

    public override long Length => file.Length;

    public override BackupManifest? Manifest => null;

    public override IReadOnlyList<DumpPart> Parts { get; } = [new DumpPart(null, null, null)];

    public override Task<Stream> OpenAsync(DumpPart part, CancellationToken cancellationToken) => Task.FromResult<Stream>(DumpText.Open(new MemoryStream(file)));

    public override long FilePosition(Stream open) => ((DumpText)open).FilePosition;

    public Task<DumpFacts> InspectAsync() => DumpInspector.InspectAsync(this, NullObserver.Instance, TestContext.Current.CancellationToken);
}
