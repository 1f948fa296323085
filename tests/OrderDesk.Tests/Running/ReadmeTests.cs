using EventGen.TestKit;

namespace OrderDesk.Tests.Running;

/// <summary>The commands that pages show for the sample do what the pages say.</summary>
public sealed class ReadmeTests
{
    private const string Command = "dotnet run -c Release --project src/Samples/OrderDesk";

    [Fact]
    public async Task Commands_OfTheReadme_ShowWhatItSays()
    {
        using var folder = new TemporaryFolder();
        var commands = CommandsOf("README.md");
        Assert.Equal(4, commands.Count);
        foreach (var (arguments, shown) in commands)
        {
            // The files of the page are files of this test.
            var result = await DeskProcess.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Contains('.', StringComparison.Ordinal) ? folder.File(word) : word));
            Assert.Equal(arguments.Contains("--kill-after", StringComparison.Ordinal), result.ExitCode != 0);
            if (shown.Length > 0) Assert.Equal(shown, result.LastLine);
        }
    }

    [Fact]
    public void SampleReadme_ShowsTheSame() => Assert.Equal(CommandsOf("README.md"), CommandsOf("src/Samples/OrderDesk/README.md"));

    // What stands after "--" in each command, and the text below it.
    private static List<(string Arguments, string Shown)> CommandsOf(string path)
    {
        List<(string Arguments, string Shown)> commands = [];
        foreach (var fence in MarkdownDocument.Load(path).Fences)
        {
            if (fence.Info == "bash" && fence.Text.StartsWith(Command, StringComparison.Ordinal)) commands.Add((fence.Text.Trim()[Command.Length..].Replace(" -- ", "", StringComparison.Ordinal), ""));
            else if (fence.Info == "text" && commands.Count > 0 && fence.Text.StartsWith("read=", StringComparison.Ordinal)) commands[^1] = (commands[^1].Arguments, fence.Text.Trim());
        }

        return commands;
    }
}
