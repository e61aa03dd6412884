namespace Maner.Experiments.Reports;

/// <summary>The style sheet of a report's page: for wide and narrow windows, light and dark, and paper.</summary>
internal static class HtmlStyle
{
    public static string Text => Sheet.ReplaceLineEndings("\n");

    // Tables scroll within their own box, with their first column in view, so that the page itself never scrolls sideways. Figures are drawn
    // twice, for a page and for a phone, because text that is scaled to a phone's width cannot be read.
    private const string Sheet = """
        :root{color-scheme:light dark;--ink:#1a1a1a;--muted:#595959;--rule:#d4d4d4;--back:#fff;--soft:#f4f4f2;--link:#005f99}
        *{box-sizing:border-box}
        body{font:16px/1.55 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--back);overflow-wrap:anywhere}
        main{max-width:72rem;margin:0 auto;padding:2rem 1.5rem 4rem}
        h1,h2,h3{line-height:1.25;text-wrap:balance}
        h1{font-size:1.75rem;margin:0 0 1rem}
        h2{font-size:1.3rem;margin:3rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--rule)}
        h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
        p,li{max-width:46rem}
        p{margin:.6rem 0}
        ul{padding-left:1.25rem}
        a{color:var(--link)}
        .headline{font-size:1.2rem;line-height:1.45;margin:0 0 1rem}
        nav{margin:1.75rem 0;padding:.9rem 1.25rem;background:var(--soft);border-radius:.4rem}
        nav h2{font-size:1rem;margin:0 0 .4rem;padding:0;border:0}
        nav ul{margin:0;padding:0;list-style:none;columns:22rem;column-gap:2rem;font-size:.94rem}
        nav li{padding:.15rem 0;break-inside:avoid}
        .wide{overflow-x:auto;margin:1rem 0}
        table{border-collapse:collapse;font-size:.875rem;overflow-wrap:normal}
        .caption{font-weight:600;font-size:.875rem;margin:1.5rem 0 .25rem}
        th,td{border-bottom:1px solid var(--rule);padding:.3rem .7rem;text-align:left;vertical-align:top}
        thead th{vertical-align:bottom;color:var(--muted);font-weight:500;line-height:1.3}
        thead th.n{min-width:4.5rem}
        tbody th{font-weight:500}
        tbody th:not(.s){min-width:16rem}
        th:first-child{position:sticky;left:0;background:var(--back);padding-left:0}
        th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}
        td.n,tbody .s{white-space:nowrap}
        figure{margin:1.25rem 0}
        figure svg{display:block;width:100%;height:auto}
        .phone{display:none}
        figcaption{font-size:.875rem;color:var(--muted);margin-top:.4rem}
        details{margin:.75rem 0}
        summary{cursor:pointer;font-size:.875rem;color:var(--link)}
        @media(max-width:40rem){
        main{padding:1.25rem 1rem 3rem}
        h1{font-size:1.45rem}
        h2{font-size:1.15rem;margin-top:2.25rem}
        .headline{font-size:1.08rem}
        .page{display:none}
        .phone{display:block}
        th,td{padding:.3rem .5rem}
        tbody th:not(.s){min-width:9.5rem}
        }
        @media(prefers-color-scheme:dark){:root{--ink:#e8e8e8;--muted:#a8a8a8;--rule:#444;--back:#161616;--soft:#1f1f1f;--link:#6cc1ff}}
        @media print{
        :root{--ink:#000;--muted:#333;--rule:#bbb;--back:#fff;--soft:#fff;--link:#000}
        body{font-size:10pt}
        main{max-width:none;padding:0}
        .page{display:block}
        .phone{display:none}
        summary{list-style:none;color:var(--ink);font-weight:600}
        details::details-content{content-visibility:visible;height:auto}
        .wide{overflow:visible}
        table{font-size:7.5pt}
        th,td{padding:.15rem .3rem}
        th:first-child{position:static}
        tbody th:not(.s),thead th.n{min-width:0}
        tr,figure svg,.caption{break-inside:avoid}
        h2,h3,h2+p,.caption,summary{break-after:avoid}
        }
        """;
}
