using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Core.Tests.Storage;

public sealed class BackupLocationTests
{
    [Theory]
    [InlineData("backups", StoreKind.Directory, "backups", "", null)]
    [InlineData("/var/backups/", StoreKind.Directory, "/var/backups/", "", null)]
    [InlineData(@"C:\backups\a.sql", StoreKind.Directory, @"C:\backups\a.sql", "", null)]
    [InlineData("file:///var/my%20backups", StoreKind.Directory, "/var/my backups", "", null)]
    [InlineData("s3://bucket", StoreKind.S3, "bucket", "", null)]
    [InlineData("s3://bucket/", StoreKind.S3, "bucket", "", null)]
    [InlineData("s3://bucket/daily/eventlink", StoreKind.S3, "bucket", "daily/eventlink/", null)]
    [InlineData("s3://bucket/daily/eventlink/", StoreKind.S3, "bucket", "daily/eventlink/", null)]
    [InlineData("s3://bucket/daily/a.sql.gz", StoreKind.S3, "bucket", "daily/", "a.sql.gz")]
    [InlineData("s3://bucket/a%20b.sql.gz.age", StoreKind.S3, "bucket", "", "a b.sql.gz.age")]
    [InlineData("S3://bucket/v1.2/", StoreKind.S3, "bucket", "v1.2/", null)]
    [InlineData("az://account/container", StoreKind.AzureBlob, "container", "", null)]
    [InlineData("az://account/container/prefix/x.manifest.json", StoreKind.AzureBlob, "container", "prefix/", "x.manifest.json")]
    [InlineData("https://account.blob.core.windows.net/container/prefix", StoreKind.AzureBlob, "container", "prefix/", null)]
    [InlineData("http://127.0.0.1:10000/account/container/prefix/", StoreKind.AzureBlob, "container", "prefix/", null)]
    public void Parse_EveryForm_IsUnderstood(string text, StoreKind kind, string container, string prefix, string? name)
    {
        var location = BackupLocation.Parse(text);
        Assert.Equal((kind, container, prefix, name), (location.Kind, location.Container, location.Prefix, location.Name));
        if (kind == StoreKind.AzureBlob) Assert.Equal("account", location.Account);
        var again = BackupLocation.Parse(location.ToString());
        Assert.Equal(location with { Signature = null }, again);
    }

    [Fact]
    public void Parse_OptionsOfS3_AreTaken()
    {
        var location = BackupLocation.Parse("s3://bucket/p?region=eu-central-1&endpoint=http%3A%2F%2Fminio.local%3A9000&pathStyle=false");
        Assert.Equal(("eu-central-1", new Uri("http://minio.local:9000"), false), (location.Region, location.Endpoint, location.PathStyle));
        Assert.Equal("s3://bucket/p/?region=eu-central-1&endpoint=http://minio.local:9000&pathStyle=false", location.ToString());
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net/c", null)]
    [InlineData("https://account.blob.core.windows.net:443/c", null)]
    [InlineData("https://account.blob.core.chinacloudapi.cn/c", "https://account.blob.core.chinacloudapi.cn/")]
    [InlineData("http://localhost:10000/account/c", "http://localhost:10000/account")]
    public void Parse_AnAddressOfAzure_KeepsTheEndpointWhereItIsNotThePublicOne(string text, string? endpoint) =>
        Assert.Equal(endpoint, BackupLocation.Parse(text).Endpoint?.AbsoluteUri);

    [Fact]
    public void Parse_ASignature_IsKeptAndNeverShown()
    {
        var location = BackupLocation.Parse("https://account.blob.core.windows.net/c/p?sv=2022-11-02&sp=rwdl&sig=S3cr3t%2Bs%3D");
        Assert.Equal("sv=2022-11-02&sp=rwdl&sig=S3cr3t%2Bs%3D", location.Signature);
        Assert.Equal("az://account/c/p/", location.ToString());
        Assert.DoesNotContain("S3cr3t", System.Text.Json.JsonSerializer.Serialize(location), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cr3t", $"{location with { Name = "a.sql" }}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("ftp://host/dir")]
    [InlineData("s3://")]
    [InlineData("s3:///prefix")]
    [InlineData("s3://buc ket/prefix")]
    [InlineData("s3://user:password@host/prefix")]
    [InlineData("s3://bucket/a//b/")]
    [InlineData("s3://bucket/../other/")]
    [InlineData("s3://bucket/a%2Fb/")]
    [InlineData("s3://bucket/p?profile=x")]
    [InlineData("s3://bucket/p?endpoint=ftp://host")]
    [InlineData("s3://bucket/p?endpoint=http://user:password@host")]
    [InlineData("s3://bucket/p?pathStyle=maybe")]
    [InlineData("s3://bucket/p?region=")]
    [InlineData("az://account")]
    [InlineData("az://evil.example/container")]
    [InlineData("az://account/container?endpoint=http://host.example/account")]
    [InlineData("http://account.blob.core.windows.net/container")]
    [InlineData("https://account.blob.core.windows.net/")]
    [InlineData("https://account.blob.core.windows.net/c?token=S3cr3t")]
    [InlineData("https://user:S3cr3t@account.blob.core.windows.net/c")]
    public void Parse_SomethingElse_IsLocationInvalid(string text)
    {
        var error = Assert.Throws<DrException>(() => BackupLocation.Parse(text));
        Assert.Equal("LocationInvalid", error.Id);
        Assert.DoesNotContain("token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PathOf_AName_LeadsBackToIt()
    {
        foreach (var name in new[] { "a.sql.gz", "ș b.sql", "100%.sql", "q?x#y.sql" })
        {
            var location = BackupLocation.Parse("s3://bucket/p?region=x");
            Assert.Equal(location with { Name = name }, BackupLocation.Parse(location.PathOf(name)));
        }
    }
}
