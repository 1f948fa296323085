namespace OrderDesk.Tests.Running;

public sealed class OutputTests
{
    private const char Escape = '\u001b';

    [Fact]
    public async Task Run_Redirected_WritesPlainText()
    {
        var result = await DeskProcess.RunAsync();

        Assert.DoesNotContain(Escape, result.Output);
        Assert.All(result.Errors, static error => Assert.DoesNotContain(Escape, error));
        Assert.All(result.Output.Split('\n'), static line => Assert.InRange(line.Length, 0, 90));
        Assert.Matches("(?m)^Orders placed +4,976 worth 196,168.00 *$", result.Output);
        Assert.EndsWith("failed=0\n", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EscapeCodesInTheFeed_AreNotRepeated()
    {
        using var folder = new TemporaryFolder();
        string feed = folder.Write("feed.ndjson", $"{Escape}[31m\n{{\"\\u001b[31m\":1}}\n{FeedText.Order(1).Replace("SKU-1", "\\u001b[31m", StringComparison.Ordinal)}\n");

        var result = await DeskProcess.RunAsync(feed);

        Assert.Equal(["line 1: not JSON (error at byte 1)", "line 2: 'orderId' is missing", "line 3: 'sku' has control characters"], result.Errors);
        Assert.DoesNotContain(Escape, result.Output);
    }

    [Fact]
    public async Task Run_Help_TellsFeedFilesAndExitCodes()
    {
        var result = await DeskProcess.RunAsync("--help");

        Assert.All(["NDJSON", "--out <FILE>", "--receipts <FILE>", "Exit codes: 0 "], text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
        Assert.Empty(result.Errors);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Run_WrongArguments_AreRefused()
    {
        var result = await DeskProcess.RunAsync("feed.ndjson", "another.ndjson");

        Assert.Contains("Unrecognized command or argument 'another.ndjson'.", result.Errors);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Run_UnknownOption_IsRefusedAndNotTakenForTheFeed()
    {
        var result = await DeskProcess.RunAsync("--outt");

        Assert.Contains("Unrecognized option '--outt'. A file of that name is './--outt'.", result.Errors);
        Assert.DoesNotContain("NDJSON", result.Output, StringComparison.Ordinal);   // a screen of help, and what is wrong above it
        Assert.Equal(1, result.ExitCode);
    }
}
