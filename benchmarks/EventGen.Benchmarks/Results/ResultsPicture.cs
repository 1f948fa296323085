using System.Globalization;
using System.Security;
using System.Text;

namespace EventGen.Benchmarks.Results;

/// <summary>Draws the ratios: a bar for each, as long as its share of the baseline, and a line where its limit is.</summary>
internal static class ResultsPicture
{
    private const int Row = 20;
    private const int Names = 470;
    private const int Scale = 240;      // of one baseline
    private const double Longest = 2;   // what is longer ends there

    public static string Draw(IReadOnlyList<RatioRange> ranges)
    {
        int height = (ranges.Count + 2) * Row, width = Names + (int)(Longest * Scale) + 60;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">""").Append('\n');
        svg.Append("<title>What EventGen costs, as a share of what each is compared with; shorter is better, the mark is the limit</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"""<rect width="{width}" height="{height}" fill="#fff"/>""").Append('\n');
        svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{Names + Scale}" y1="8" x2="{Names + Scale}" y2="{height - Row}" stroke="#999"/><text x="{Names + Scale}" y="{height - 6}" text-anchor="middle" fill="#555">as much as the other</text>""").Append('\n');
        for (int i = 0; i < ranges.Count; i++)
        {
            var one = ranges[i];
            int top = (i * Row) + 8;
            double length = Math.Min(one.Median, Longest) * Scale, limit = Math.Min(one.Limit, Longest) * Scale;
            string colour = one.Median <= one.Limit ? "#2f7d4f" : "#b3402a";
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Names - 8}" y="{top + 11}" text-anchor="end">{SecurityElement.Escape(one.Name)}</text>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{Names}" y="{top}" width="{length:F0}" height="14" fill="{colour}"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{Names + limit:F0}" y1="{top - 1}" x2="{Names + limit:F0}" y2="{top + 15}" stroke="#000" stroke-width="2"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Names + Math.Max(length, limit) + 6:F0}" y="{top + 11}">{one.Median:F2}</text>""").Append('\n');
        }

        return svg.Append("</svg>\n").ToString();
    }
}
