using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>A browser without a window. Tests that need it are skipped, with the reason, where there is none.</summary>
public static partial class Chromium
{
    private static readonly string? Program = new[] { "chromium", "chromium-browser", "google-chrome", "chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(directory => Path.Combine(directory, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>
    /// Shows a page in a frame of a width and runs a script that is given the frame's document as <c>page</c> and returns something for JSON.
    /// </summary>
    public static async Task<JsonElement> MeasureAsync(string html, int width, string script, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(Program is null, "no browser: Debian has it in the package chromium");
        using var directory = new TemporaryDirectory();
        // The page is shown as it is: its own policy holds inside the frame, and the measuring runs outside.
        var wrapper = $$"""
            <!doctype html><meta charset="utf-8"><body style="margin:0"><iframe id="frame" style="border:0;width:{{width}}px;height:3000px"></iframe><pre id="answer"></pre>
            <script>
            const frame = document.getElementById('frame');
            frame.onload = () => {
              let answer;
              try { answer = (page => { {{script}} })(frame.contentDocument); } catch (error) { answer = { error: String(error) }; }
              document.getElementById('answer').textContent = btoa(unescape(encodeURIComponent(JSON.stringify(answer))));
            };
            frame.srcdoc = {{JsonSerializer.Serialize(html)}};
            </script>
            """;
        var file = directory.File("page.html");
        await File.WriteAllTextAsync(file, wrapper, cancellationToken);
        var start = new ProcessStartInfo(Program!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", $"--user-data-dir={directory.File("profile")}",
            "--virtual-time-budget=3000", "--dump-dom", new Uri(file).AbsoluteUri]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var dom = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var match = Answer().Match(dom);
            Assert.True(match.Success, "the browser gave no answer: " + await errors);
            return JsonDocument.Parse(Convert.FromBase64String(match.Groups["text"].Value)).RootElement.Clone();
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("<pre id=\"answer\">(?<text>[A-Za-z0-9+/=]+)</pre>")]
    private static partial Regex Answer();
}
