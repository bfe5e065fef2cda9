using System.Globalization;
using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Postgres;
using EventLinkDr.Streams;

namespace EventLinkDr.TestKit;

/// <summary>A backup made without a server: two tables, one of them in two members, sequence values, and everything round them.</summary>
internal sealed record SampleBackup(byte[] Data, BackupManifest Manifest)
{
    public const string PreData = "CREATE TABLE public.users (id integer, name text);\n\n\nCREATE TABLE public.empty (\n);\n\n\n";
    public const string PostData = "ALTER TABLE ONLY public.users\n    ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n\n\n";

    private static readonly DateTimeOffset Default = new(2026, 11, 23, 7, 45, 0, TimeSpan.Zero);

    public string Name => Manifest.FileName;

    public string ManifestName => ManifestSerializer.NameFor(Name);

    public byte[] ManifestBytes => ManifestSerializer.Write(Manifest);

    /// <param name="database">Its database, in name and manifest.</param>
    /// <param name="time">Its snapshot time.</param>
    /// <param name="rows">Rows of the larger table.</param>
    /// <param name="compression">How hard it is compressed.</param>
    public static SampleBackup Create(string database = "eventlink", DateTimeOffset? time = null, int rows = 1000,
        BackupCompression compression = BackupCompression.Default)
    {
        var id = Guid.NewGuid();
        var taken = time ?? Default;
        var version = new PostgresVersion(150018);
        var text = new BackupText(id, version);
        using var output = new MemoryStream();
        using var digest = new DigestStream(output);
        using var file = new MemberFile(digest);
        var users = new RowDigest();
        var empty = new RowDigest();

        void Add(string content, MemberKind kind, int? table = null, long? count = null)
        {
            using var member = new MemberWriter(file, compression, afterData: false, long.MaxValue, CancellationToken.None);
            member.Write(Encoding.UTF8.GetBytes(content));
            member.Finish(new MemberLabel(kind, table, count));
        }

        void AddRows(string header, RowDigest digest, string data, int table)
        {
            var before = digest.Rows;
            digest.Add(Encoding.UTF8.GetBytes(data));
            Add(header + data + "\\.\n\n\n", MemberKind.TableData, table, digest.Rows - before);
        }

        Add(text.Header(version, version, "UTF8"), MemberKind.Header);
        Add(PreData, MemberKind.PreData);
        var half = rows / 2;
        AddRows("COPY public.users (id, name) FROM stdin;\n", users, Rows(1, half), 0);
        AddRows("COPY public.empty  FROM stdin;\n", empty, "\n\n\n", 1);
        AddRows("COPY public.users (id, name) FROM stdin;\n", users, Rows(half + 1, rows), 0);
        Add(BackupText.Sequences([(new BackupSequence("public", "users_id_seq", 7, true), "public.users_id_seq")]), MemberKind.Sequences);
        Add(PostData, MemberKind.PostData);
        Add(text.Trailer(), MemberKind.Trailer);

        var manifest = new BackupManifest
        {
            Id = id,
            FileName = BackupName.For(database, taken, 1),
            FileLength = file.Length,
            FileSha256 = digest.FinishHash(),
            ToolVersion = ToolVersion.Current,
            Engine = "parallel",
            Database = database,
            ServerVersion = "15.18",
            PgDumpVersion = "15.18",
            SystemIdentifier = "7300000000000000000",
            SnapshotTime = taken,
            SnapshotLsn = "0/1500000",
            Timeline = 1,
            Started = taken,
            Finished = taken.AddSeconds(2),
            Revision = "0021_weighted_implicit_signals",
            Encoding = "UTF8",
            Properties = new DatabaseProperties { Owner = "eventlink", Encoding = "UTF8", LocaleProvider = "libc", Collate = "C.UTF-8", CType = "C.UTF-8" },
            Tables =
            [
                new BackupTable { Schema = "public", Name = "users", Columns = ["id", "name"], Rows = users.Rows, Bytes = users.Bytes, Digest = users.ToString() },
                new BackupTable { Schema = "public", Name = "empty", Columns = [], Rows = empty.Rows, Bytes = empty.Bytes, Digest = empty.ToString() },
            ],
            Sequences = [new BackupSequence("public", "users_id_seq", 7, true)],
            Members = file.Members,
        };
        return new SampleBackup(output.ToArray(), manifest);
    }

    /// <summary>Puts data and manifest into a directory.</summary>
    /// <returns>Path of the data.</returns>
    public string Save(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllBytes(Path.Combine(directory, Name), Data);
        File.WriteAllBytes(Path.Combine(directory, ManifestName), ManifestBytes);
        return Path.Combine(directory, Name);
    }

    private static string Rows(int first, int last)
    {
        var rows = new StringBuilder();
        for (var i = first; i <= last; i++) rows.Append(CultureInfo.InvariantCulture, $"{i}\tȘtefănescu {i * 7919 % 10007} \\\\ \\.x\n");
        return rows.ToString();
    }
}
