using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>Packages of npm that some tests need; fetched once into a directory below the temporary one, from whatever registry npm is set up for.</summary>
public static class NpmPackage
{
    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>Directory that holds <c>node_modules</c> with the package in it; the test is skipped where it cannot be had.</summary>
    public static async Task<string> RequireAsync(string name, string version)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var target = Path.Combine(Path.GetTempPath(), "eventlinkdr-test-packages", $"{name}-{version}");
        await Gate.WaitAsync(cancellationToken);
        try
        {
            if (Directory.Exists(target)) return target;
            var npm = ForeignProgram.Require("npm", "npm");
            var staging = $"{target}.{Guid.NewGuid():N}";
            Directory.CreateDirectory(staging);
            try
            {
                var result = await ForeignProgram.RunAsync(npm,
                    ["install", "--prefix", staging, "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", $"{name}@{version}"], cancellationToken);
                Assert.SkipUnless(result.ExitCode == 0, $"npm could not fetch {name}@{version}");
                Directory.Move(staging, target);
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
}
