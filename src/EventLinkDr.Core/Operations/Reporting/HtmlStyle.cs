namespace EventLinkDr.Operations.Reporting;

/// <summary>The style sheet of a report: light and dark, screen and paper, wide and narrow.</summary>
internal static class HtmlStyle
{
    public const string Text = """
        :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b2230;--soft:#5a6475;--line:#dfe3ea;--track:#edf0f4;--good:#1f7a4d;--warn:#9a5b00;--bad:#b3261e;--plain:#7a8496;--goodbg:#e5f4ec;--warnbg:#fdf0dc;--badbg:#fce8e6}
        @media (prefers-color-scheme:dark){:root{--page:#12161d;--card:#1b212b;--ink:#e6eaf1;--soft:#a3adbd;--line:#303948;--track:#262e3a;--good:#5cc995;--warn:#f0b05a;--bad:#ff8a80;--plain:#8b95a6;--goodbg:#15362a;--warnbg:#3b2c12;--badbg:#431d1b}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
        main{max-width:960px;margin:0 auto;padding:24px 16px 48px}
        h1{font-size:1.7rem;line-height:1.2;margin:0 0 4px}
        h2{font-size:1.1rem;margin:0 0 12px}
        p{margin:0}
        .soft{color:var(--soft);font-size:.9rem}
        .verdict{margin:16px 0;padding:12px 16px;border-radius:8px;border-left:6px solid var(--plain);background:var(--card);font-weight:600;font-size:1.05rem}
        .verdict.good{border-color:var(--good);background:var(--goodbg)}
        .verdict.warn{border-color:var(--warn);background:var(--warnbg)}
        .verdict.bad{border-color:var(--bad);background:var(--badbg)}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:12px;margin:0 0 16px}
        .fact,section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px 16px}
        section{margin:0 0 16px}
        .fact b{display:block;font-size:1.35rem;line-height:1.3;font-variant-numeric:tabular-nums}
        .fact b.long{font-size:1rem}
        .good{--tone:var(--good)}.warn{--tone:var(--warn)}.bad{--tone:var(--bad)}.plain{--tone:var(--plain)}
        .fact .note{color:var(--tone,var(--soft));font-size:.9rem}
        .timeline{display:block;font-size:13px}
        .timeline text{fill:var(--ink)}
        .timeline .time,.timeline .tick{fill:var(--soft);font-variant-numeric:tabular-nums}
        .timeline .tick{font-size:12px}
        .timeline .track{fill:var(--track)}
        .timeline .cut{fill:var(--line);opacity:.6}
        .timeline .bar{fill:var(--tone)}
        table{width:100%;border-collapse:collapse;font-size:.92rem}
        th,td{text-align:left;vertical-align:top;padding:6px 10px 6px 0;border-bottom:1px solid var(--line)}
        th{color:var(--soft);font-weight:600;white-space:nowrap}
        tr:last-child td{border-bottom:0}
        td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        td.word{white-space:nowrap}
        td .sign{color:var(--tone);font-weight:700;display:inline-block;width:1.2em}
        dl{display:grid;grid-template-columns:minmax(110px,max-content) 1fr;gap:4px 16px;margin:0;font-size:.92rem}
        dt{color:var(--soft)}
        dd{margin:0;min-width:0}
        @media (max-width:640px){
          main{padding:16px 12px 32px}
          table.wide,table.wide tbody,table.wide tr,table.wide td{display:block}
          table.wide thead{display:none}
          table.wide tr{padding:8px 0;border-bottom:1px solid var(--line)}
          table.wide tr:last-child{border-bottom:0}
          table.wide td{border:0;padding:1px 0;text-align:left;white-space:normal}
          table.wide td.number,table.wide td.word:not(:first-child){display:inline-block;margin-right:14px}
          table.wide td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}
          table.wide td:empty{display:none}
          dl{grid-template-columns:1fr;gap:0}
          dd{margin:0 0 8px}
        }
        @media print{
          :root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--track:#eee;--good:#1f7a4d;--warn:#9a5b00;--bad:#b3261e;--plain:#777;--goodbg:#fff;--warnbg:#fff;--badbg:#fff}
          body{font-size:11px}
          main{max-width:none;padding:0}
          section,.fact,.verdict,tr{break-inside:avoid}
          *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        }
        """;
}
