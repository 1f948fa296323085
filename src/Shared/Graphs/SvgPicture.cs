using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace EventGen.Graphs;

/// <summary>Draws a graph as an SVG, for light and dark pages.</summary>
internal static class SvgPicture
{
    private const string Rules =
        """
        text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #0f172a; }
        rect { stroke-width: 1.5; }
        path.edge { fill: none; stroke: #94a3b8; stroke-width: 1.5; }
        path.edge.circle { stroke: #dc2626; stroke-width: 2.5; }
        path.head { fill: #94a3b8; } path.head.circle { fill: #dc2626; }
        path.handles, path.publishes { stroke-dasharray: 5 3; }
        .event rect { fill: #dbeafe; stroke: #2563eb; } .handler rect, .subscribers rect { fill: #f1f5f9; stroke: #64748b; }
        .publisher rect, .transport rect { fill: #dcfce7; stroke: #16a34a; } .entity rect { fill: #fef3c7; stroke: #d97706; }
        .emitter rect { fill: #ffffff; stroke: #94a3b8; } .event.circle rect { fill: #fee2e2; stroke: #dc2626; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e2e8f0; }
          .event rect { fill: #1e3a8a; stroke: #60a5fa; } .handler rect, .subscribers rect { fill: #1e293b; stroke: #94a3b8; }
          .publisher rect, .transport rect { fill: #14532d; stroke: #4ade80; } .entity rect { fill: #78350f; stroke: #fbbf24; }
          .emitter rect { fill: #0f172a; stroke: #64748b; } .event.circle rect { fill: #7f1d1d; stroke: #f87171; }
        }
        """;

    private static readonly string s_style = $"\n{Rules.Replace("\r\n", "\n", StringComparison.Ordinal)}\n";

    /// <summary>By which a Content-Security-Policy lets the picture's style through, and no other: <c>sha256-…</c>.</summary>
    public static string StyleHash => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(s_style)))}";

    public static string Draw(EventGraph graph)
    {
        var layout = new GraphLayout(graph);
        var svg = new StringBuilder();
        string width = Number(layout.Width), height = Number(layout.Height + LegendHeight);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n");
        svg.Append("<title>Who emits, handles and publishes which events</title>\n<style>").Append(s_style).Append("</style>\n");
        foreach (var edge in graph.Edges.OrderBy(static edge => edge.IsInCircle)) Draw(edge, layout, svg);
        foreach (var node in graph.Nodes) Draw(node, layout, svg);
        DrawLegend(graph, layout, svg);
        return svg.Append("</svg>\n").ToString();
    }

    private const double LegendHeight = 34;

    private static void Draw(GraphNode node, GraphLayout layout, StringBuilder svg)
    {
        var (x, y, width) = layout.Places[node.Id];
        double radius = node.Kind is "event" ? GraphLayout.NodeHeight / 2 : node.Kind is "publisher" or "transport" ? 2 : 6;
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{node.Kind}{(node.IsInCircle ? " circle" : "")}\"><rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(GraphLayout.NodeHeight)}\" rx=\"{Number(radius)}\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(x + (width / 2))}\" y=\"{Number(y + (GraphLayout.NodeHeight / 2) + 4.5)}\" text-anchor=\"middle\">{SecurityElement.Escape(PrintableText.Of(node.Name))}</text></g>\n");
    }

    private static void Draw(GraphEdge edge, GraphLayout layout, StringBuilder svg)
    {
        var from = layout.Places[edge.From];
        var to = layout.Places[edge.To];
        double startX = from.X + from.Width, startY = from.Y + (GraphLayout.NodeHeight / 2), endX = to.X - 7, endY = to.Y + (GraphLayout.NodeHeight / 2);
        string shape;
        if (endX > startX)
        {
            double bend = Math.Min((endX - startX) / 2, 120);
            shape = $"M{Number(startX)} {Number(startY)} C{Number(startX + bend)} {Number(startY)} {Number(endX - bend)} {Number(endY)} {Number(endX)} {Number(endY)}";
        }
        else
        {
            // Back to the left: around the top of both.
            double top = Math.Min(from.Y, to.Y) - 14;
            shape = $"M{Number(startX)} {Number(startY)} C{Number(startX + 50)} {Number(startY)} {Number(startX + 50)} {Number(top)} {Number(startX)} {Number(top)} L{Number(endX)} {Number(top)} C{Number(endX - 43)} {Number(top)} {Number(endX - 43)} {Number(endY)} {Number(endX)} {Number(endY)}";
        }

        string circle = edge.IsInCircle ? " circle" : "";
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"edge {edge.Kind}{circle}\" d=\"{shape}\"/><path class=\"head{circle}\" d=\"M{Number(endX + 7)} {Number(endY)} l-9 -4.5 v9 z\"/>\n");
    }

    private static void DrawLegend(EventGraph graph, GraphLayout layout, StringBuilder svg)
    {
        double x = 24, y = layout.Height;
        var kinds = graph.Nodes.Select(static node => node.Kind).Distinct().Select(static kind => (Class: kind, Text: kind));
        if (graph.Nodes.Any(static node => node.IsInCircle)) kinds = kinds.Append(("event circle", "in a circle"));
        foreach (var (kind, text) in kinds)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{kind}\"><rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"14\" height=\"14\" rx=\"3\"/><text x=\"{Number(x + 20)}\" y=\"{Number(y + 11.5)}\">{text}</text></g>\n");
            x += 20 + (text.Length * 7.8) + 24;
        }
    }

    private static string Number(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);
}
