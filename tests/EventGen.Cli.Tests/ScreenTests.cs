using System.Text.RegularExpressions;
using EventGen.Cli.Screens;

namespace EventGen.Cli.Tests;

/// <summary>What a person sees: a table fits the terminal, and breaks names where a reader expects it.</summary>
public sealed class ScreenTests
{
    [Theory]
    [InlineData(new[] { 10, 20, 30 }, 60, new[] { 10, 20, 30 })]
    [InlineData(new[] { 10, 20, 30 }, 50, new[] { 10, 20, 20 })]
    [InlineData(new[] { 30, 40, 5 }, 60, new[] { 30, 25, 5 })]   // the first names the row
    [InlineData(new[] { 36, 20, 20, 20 }, 70, null)]
    public void Columns_FitTheWidth_OrAreTooNarrowToRead(int[] natural, int available, int[]? expected) => Assert.Equal(expected, ColumnWidths.Fit(natural, available));

    [Theory]
    [InlineData("Warehouse.OrderAsync", 14, "Warehouse.|OrderAsync")]
    [InlineData("cannot be reached now", 14, "cannot be|reached now")]
    [InlineData("ReceiptDeskService", 12, "ReceiptDesk|Service")]
    [InlineData("aaaaaaaaaaaaaaaa", 10, "aaaaaaaaaa|aaaaaa")]
    [InlineData("one\ntwo", 10, "one|two")]
    public void Texts_AreBrokenBehindAMark_OrAPartOfAName(string text, int width, string lines) => Assert.Equal(lines.Split('|'), ColumnWidths.Break(text, width));

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task List_OnATerminal_FitsIt(int columns)
    {
        string[] lines = [.. (await OnTerminalAsync(columns, "list", Eventgen.Assembly)).Split('\n').Select(Plain)];

        Assert.All(lines, line => Assert.InRange(line.Length, 0, columns));
        Assert.Contains(lines, static line => line.StartsWith("EVENT", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains("Warehouse.", StringComparison.Ordinal));
        if (columns == 200) Assert.Contains(lines, static line => line.Contains("Warehouse.Receive", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    public async Task Colours_AreShown_UnlessNobodyWantsThem(string environment, bool areShown) =>
        Assert.Equal(areShown, Regex.IsMatch(await OnTerminalAsync(80, "list", Eventgen.Assembly, environment), @"\x1b\[[0-9;]*3[0-9]"));

    // 'script' runs a command on a terminal of its own.
    private static async Task<string> OnTerminalAsync(int columns, string command, string path, string environment = "")
    {
        string program = Path.Combine(Repository.Root, "src", "EventGen.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "EventGen.Cli.dll");
        string line = $"stty cols {columns} rows 50; env --unset=NO_COLOR TERM=xterm-256color {environment} {ProgramRun.DotNet} exec {program} {command} {path}";   // whoever runs the tests may want no colours
        return (await ProgramRun.OfAsync("script", ["--quiet", "--return", "--command", line, "/dev/null"], cancellationToken: TestContext.Current.CancellationToken)).Succeeded().Output;
    }

    private static string Plain(string line) => Regex.Replace(line, @"\x1b(\[[0-9;?]*[A-Za-z]|=|>)", "").TrimEnd('\r');
}
