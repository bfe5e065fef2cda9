using System.Text.RegularExpressions;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>
/// A package of Python code from the Debian release after this host's, unpacked into a directory below the temporary one: nothing is installed,
/// and apt itself fetches and authenticates it, from the mirror the host is set up for.
/// </summary>
public static partial class NextDebian
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>Directory the package's files were unpacked into; the test is skipped where it cannot be had.</summary>
    public static async Task<string> RequireAsync(string package, string release)
    {
        var token = TestContext.Current.CancellationToken;
        var target = Path.Combine(Path.GetTempPath(), "eventlinkdr-test-packages", $"{package}-{release}");
        await Gate.WaitAsync(token);
        try
        {
            if (Directory.Exists(target)) return target;
            string apt = ForeignProgram.Require("apt-get", "apt"), dpkg = ForeignProgram.Require("dpkg", "dpkg");
            var staging = $"{target}.{Guid.NewGuid():N}";
            try
            {
                await FetchAsync(apt, dpkg, package, release, staging, token);
                Directory.Move(Path.Combine(staging, "files"), target);
            }
            catch (IOException) when (Directory.Exists(target))
            {
                // Another test run was quicker.
            }
            finally
            {
                if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
            }

            return target;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task FetchAsync(string apt, string dpkg, string package, string release, string staging, CancellationToken token)
    {
        foreach (var directory in new[] { "sources", "lists/partial", "cache/archives/partial", "files" }) Directory.CreateDirectory(Path.Combine(staging, directory));
        var mirror = Mirror();
        Assert.SkipWhen(mirror is null, "no Debian mirror is set up on this host");
        await File.WriteAllTextAsync(Path.Combine(staging, "sources", "next.sources"),
            $"Types: deb\nURIs: {mirror}\nSuites: {release}\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n", token);
        string[] options =
        [
            "-q", "-o", "Dir::Etc::sourcelist=/dev/null", "-o", $"Dir::Etc::sourceparts={staging}/sources", "-o", $"Dir::State::lists={staging}/lists",
            "-o", $"Dir::Cache={staging}/cache", "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=", "-o", "Acquire::Retries=3",
        ];
        var update = await ForeignProgram.RunAsync(apt, [.. options, "update"], token);
        Assert.SkipUnless(update.ExitCode == 0, $"apt could not read the release {release}");
        var download = await ForeignProgram.RunAsync(apt, [.. options, "download", package], token, staging);
        Assert.SkipUnless(download.ExitCode == 0, $"apt could not fetch {package} of {release}");
        var unpack = await ForeignProgram.RunAsync(dpkg, ["-x", Directory.GetFiles(staging, $"{package}_*.deb").Single(), Path.Combine(staging, "files")], token);
        Assert.True(unpack.ExitCode == 0, unpack.Error);
    }

    /// <summary>The first mirror that serves this host's own release.</summary>
    private static string? Mirror()
    {
        var files = new[] { "/etc/apt/sources.list" }.Where(File.Exists).Concat(Directory.Exists("/etc/apt/sources.list.d") ? Directory.GetFiles("/etc/apt/sources.list.d") : []);
        return files.Select(file => Address().Match(File.ReadAllText(file))).FirstOrDefault(match => match.Success)?.Groups[1].Value;
    }

    [GeneratedRegex(@"^(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s*(https?://\S*/debian/?)(?:\s|$)", RegexOptions.Multiline)]
    private static partial Regex Address();
}
