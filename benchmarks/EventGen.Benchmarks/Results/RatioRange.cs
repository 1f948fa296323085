using System.Globalization;
using System.Text.RegularExpressions;

namespace EventGen.Benchmarks.Results;

/// <summary>One ratio over several runs.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Limit">The largest ratio that keeps the promise.</param>
internal sealed partial record RatioRange(string Name, double Limit)
{
    private readonly List<double> _subjects = [];
    private readonly List<double> _baselines = [];
    private readonly List<double> _ratios = [];

    public string Subject => Range(_subjects, "F1");

    public string Baseline => Range(_baselines, "F1");

    public string Ratio => Range(_ratios, "F2");

    public double Median => _ratios.Order().ElementAt(_ratios.Count / 2);

    /// <summary>In how many runs the promise was kept, in words.</summary>
    public string Verdict
    {
        get
        {
            int kept = _ratios.Count(ratio => ratio <= Limit);
            return kept == _ratios.Count ? "kept" : kept == 0 ? "MISSED" : $"missed in {_ratios.Count - kept} of {_ratios.Count}";
        }
    }

    /// <summary>Reads the lines that runs have written, each ratio's together, in the order of the first run.</summary>
    public static IReadOnlyList<RatioRange> Read(IEnumerable<string> lines)
    {
        var ranges = new List<RatioRange>();
        foreach (var match in lines.Select(static line => Line().Match(line)).Where(static match => match.Success))
        {
            string name = match.Groups["name"].Value.TrimEnd();
            var range = ranges.Find(range => range.Name == name);
            if (range is null) ranges.Add(range = new RatioRange(name, Number(match, "limit")));
            range._subjects.Add(Number(match, "subject"));
            range._baselines.Add(Number(match, "baseline"));
            range._ratios.Add(Number(match, "ratio"));
        }

        return ranges;
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Range(List<double> values, string format)
    {
        string least = values.Min().ToString(format, CultureInfo.InvariantCulture), most = values.Max().ToString(format, CultureInfo.InvariantCulture);
        return least == most ? least : $"{least} to {most}";
    }

    // As QuickRun writes it.
    [GeneratedRegex(@"^(?<name>\S.*?) +(?<subject>[\d.]+) ns +(?<baseline>[\d.]+) ns +(?<ratio>[\d.]+) +(?<limit>[\d.]+)  (kept|MISSED)$")]
    private static partial Regex Line();
}
