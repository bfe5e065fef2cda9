using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Reporting;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Reporting;

/// <summary>Reports as a browser shows them.</summary>
public sealed class ReportRenderingTests
{
    /// <summary>Everything that leaves the page, its own box, or covers something it should not.</summary>
    private const string Faults = """
        const wide = page.documentElement.clientWidth, faults = [];
        const name = e => e.tagName + '.' + (e.getAttribute('class') || '') + ' "' + (e.textContent || '').trim().slice(0, 40) + '"';
        if (page.documentElement.scrollWidth > wide) faults.push('the page scrolls sideways: ' + page.documentElement.scrollWidth + ' of ' + wide);
        for (const e of page.body.querySelectorAll('*')) {
          if (e.tagName === 'SCRIPT' || e.tagName === 'TITLE' || e.tagName === 'title') continue;
          const box = e.getBoundingClientRect();
          if (box.width === 0 || box.height === 0) continue;
          if (box.left < -0.5 || box.right > wide + 0.5) faults.push('outside: ' + name(e) + ' ' + box.left + '..' + box.right);
          if (!(e instanceof page.defaultView.SVGElement) && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0) faults.push('overflows: ' + name(e));
        }
        const meet = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
        for (const kind of ['svg text', '.fact', 'section', 'td', 'dt, dd', '.fact > *', 'h1, h2, p']) {
          const all = [...page.querySelectorAll(kind)].map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && box.height > 0);
          for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length; j++)
            if (!all[i][0].contains(all[j][0]) && meet(all[i][1], all[j][1])) faults.push('overlap: ' + name(all[i][0]) + ' and ' + name(all[j][0]));
        }
        return { faults, width: wide, bars: page.querySelectorAll('svg rect.bar').length, images: page.images.length, result: JSON.parse(page.getElementById('result').textContent).run };
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool, int> Screens => new() { { true, 360 }, { true, 800 }, { true, 1400 }, { false, 360 }, { false, 1400 } };

    [Theory, MemberData(nameof(Screens))]
    public async Task Html_OnAScreen_NothingOverflowsOrOverlaps(bool complete, int width)
    {
        var result = complete ? SampleRecovery.Complete : SampleRecovery.Stopped;
        var answer = await Chromium.MeasureAsync(Html(result), width, Faults, Token);
        Assert.False(answer.TryGetProperty("error", out var error), error.ToString());
        Assert.Equal("", string.Join("\n", answer.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()).Take(10)));
        Assert.Equal(width, answer.GetProperty("width").GetInt32());
        Assert.Equal(result.Steps.Count(step => step.Duration is not null), answer.GetProperty("bars").GetInt32());
        // A name with a tag in it is text, and the JSON is whole in spite of it.
        Assert.Equal(0, answer.GetProperty("images").GetInt32());
        Assert.Equal(result.Run.ToString(), answer.GetProperty("result").GetString());
    }

    [Fact]
    public async Task Measuring_ABrokenPage_FindsItsFaults()
    {
        var broken = Html(SampleRecovery.Complete).Replace("<main>", "<main><p style=\"width:2000px\">too wide</p>", StringComparison.Ordinal);
        var answer = await Chromium.MeasureAsync(broken, 360, Faults, Token);
        Assert.NotEqual(0, answer.GetProperty("faults").GetArrayLength());
    }

    private static string Html(RecoveryResult result) => HtmlReport.Write(RecoveryReport.Of(result));
}
