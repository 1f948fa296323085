namespace OrderDesk.Tests.Running;

/// <summary>What a run of the desk left behind.</summary>
/// <param name="ExitCode">What the process returned.</param>
/// <param name="Output">All of standard output.</param>
/// <param name="Errors">The lines of standard error.</param>
internal sealed record DeskResult(int ExitCode, string Output, IReadOnlyList<string> Errors)
{
    /// <summary>The last line of standard output.</summary>
    public string LastLine => Output.TrimEnd('\n', '\r').Split('\n')[^1];

    /// <summary>A number of the last line, by name.</summary>
    public long this[string name] => long.Parse(
        LastLine.Split(' ').Single(pair => pair.StartsWith(name + '=', StringComparison.Ordinal))[(name.Length + 1)..],
        System.Globalization.CultureInfo.InvariantCulture);
}
