using System.Globalization;
using System.Security;
using System.Text;

namespace EventGen.Benchmarks.Results;

/// <summary>Draws the ratios: a bar for each, as long as its share of the baseline, and a mark where its limit is.</summary>
internal static class ResultsPicture
{
    private const int Head = 54;
    private const int Row = 20;
    private const int Names = 510;
    private const int Scale = 150;        // of one baseline
    private const double Longest = 2.6;   // what is longer ends there
    private const int Numbers = Names + (int)(Longest * Scale) + 12;
    private const int Width = Numbers + 140;

    private const string Kept = "#2f7d4f";
    private const string Missed = "#b3402a";

    public static string Draw(IReadOnlyList<RatioRange> ranges)
    {
        int end = Head + (ranges.Count * Row), height = end + 12;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="12">""").Append('\n');
        svg.Append("<title>What EventGen costs, as a share of what each is compared with</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"""<rect width="{Width}" height="{height}" fill="#fff"/>""").Append('\n');
        svg.Append("""<text x="16" y="22" font-size="14" font-weight="bold">What EventGen costs, as a share of what it is compared with. Shorter is better; the mark is the limit.</text>""").Append('\n');
        svg.Append("""<text x="16" y="42" fill="#555">EventGen / the other</text>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Names + Scale}" y="42" text-anchor="middle" fill="#555">as much as the other</text>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Numbers}" y="42" fill="#555">median, limit</text>""").Append('\n');
        for (int i = 0; i < ranges.Count; i++)
        {
            var one = ranges[i];
            int top = Head + (i * Row);
            double limit = Names + Length(one.Limit);
            string colour = one.Median <= one.Limit ? Kept : Missed;
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Names - 8}" y="{top + 11}" text-anchor="end">{SecurityElement.Escape(one.Name)}</text>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{Names}" y="{top}" width="{Length(one.Median):F0}" height="14" fill="{colour}"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{limit:F0}" y1="{top - 1}" x2="{limit:F0}" y2="{top + 15}" stroke="#000" stroke-width="2"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Numbers}" y="{top + 11}" fill="{colour}">{one.Median:F2} of {one.Limit:0.##}, {(one.Median <= one.Limit ? "kept" : "missed")}</text>""").Append('\n');
        }

        svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{Names + Scale}" y1="{Head - 6}" x2="{Names + Scale}" y2="{end}" stroke="#999" stroke-dasharray="3 3"/>""").Append('\n');
        return svg.Append("</svg>\n").ToString();
    }

    private static double Length(double ratio) => Math.Min(ratio, Longest) * Scale;
}
