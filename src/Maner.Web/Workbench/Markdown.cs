using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Maner.Web.Workbench;

/// <summary>Guidelines as HTML. What a curator writes is shown to everybody, so nothing of it may be code: no HTML passes, and links lead to pages alone.</summary>
internal static class Markdown
{
    private static readonly string[] s_schemes = ["http", "https", "mailto"];

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().DisableHtml().Build();

    /// <summary>Makes HTML of Markdown.</summary>
    public static string ToHtml(string text)
    {
        MarkdownDocument document = Markdig.Markdown.Parse(text, s_pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>().ToArray())
        {
            MakeSafe(link);
        }

        foreach (AutolinkInline link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsAllowed(link.Url)).ToArray())
        {
            link.ReplaceBy(new LiteralInline(link.Url));
        }

        return document.ToHtml(s_pipeline);
    }

    private static void MakeSafe(LinkInline link)
    {
        link.IsImage = false; // a picture would tell its server who reads
        if (!IsAllowed(link.GetDynamicUrl?.Invoke() ?? link.Url))
        {
            link.GetDynamicUrl = null;
            link.Url = "#";
        }

        link.GetAttributes().AddProperty("rel", "noopener noreferrer");
        link.GetAttributes().AddProperty("target", "_blank");
    }

    private static bool IsAllowed(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && s_schemes.Contains(address.Scheme, StringComparer.Ordinal);
}
