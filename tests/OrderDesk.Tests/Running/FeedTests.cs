using System.Text;

namespace OrderDesk.Tests.Running;

public sealed class FeedTests
{
    [Fact]
    public async Task Run_WithoutFile_HandlesTheBundledFeed()
    {
        var result = await DeskProcess.RunAsync();

        Assert.Equal("read=5000 placed=4976 rejected=24 receipts=4976 published=4976 stock_low=8 failed=0", result.LastLine);
        Assert.Equal(24, result.Errors.Count);
        Assert.All(result.Errors, static error => Assert.Matches("^line [0-9]+: .+$", error));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Run_EveryKindOfBadLine_IsReportedAndTheRestGoesOn()
    {
        using var folder = new TemporaryFolder();
        string good = FeedText.Order(7);
        string feed = folder.Write("feed.ndjson", string.Join('\n',
            good,
            "orderId;customerId",
            good[..40],
            "",
            "[]",
            good.Replace("\"sku\":\"SKU-7\",", "", StringComparison.Ordinal),
            good.Replace("\"quantity\":1", "\"quantity\":0", StringComparison.Ordinal),
            good.Replace("\"quantity\":1", "\"quantity\":-1", StringComparison.Ordinal),
            good.Replace("\"quantity\":1", "\"quantity\":\"1\"", StringComparison.Ordinal),
            good.Replace("\"c-7\"", "null", StringComparison.Ordinal),
            good.Replace("8.5", "-8.5", StringComparison.Ordinal),
            good.Replace("}", ",\"sku\":\"SKU-8\"}", StringComparison.Ordinal),
            good.Replace("}", $",\"note\":\"{new string('x', 70_000)}\"}}", StringComparison.Ordinal),
            good + "\r",
            good));

        var result = await DeskProcess.RunAsync(feed);

        Assert.Equal(
            [
                "line 2: not JSON (error at byte 1)",
                "line 3: not JSON (error at byte 41)",
                "line 4: the line is empty",
                "line 5: not a JSON object",
                "line 6: 'sku' is missing",
                "line 7: 'quantity' is 0; it must be at least 1",
                "line 8: 'quantity' is -1; it must be at least 1",
                "line 9: 'quantity' is not a number",
                "line 10: 'customerId' is null",
                "line 11: 'unitPrice' is negative",
                "line 12: 'sku' appears twice",
                "line 13: longer than 64 KiB",
            ],
            result.Errors);
        Assert.Equal("read=15 placed=3 rejected=12 receipts=3 published=3 stock_low=0 failed=0", result.LastLine);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Run_Dash_ReadsStandardInput()
    {
        using var desk = DeskProcess.Start("-");
        await desk.Input.WriteAsync(Encoding.UTF8.GetBytes($"{FeedText.Order(1)}\nnonsense\n{FeedText.Order(2)}"), TestContext.Current.CancellationToken);
        desk.Input.Close();

        var result = await desk.EndAsync();

        Assert.Equal("read=3 placed=2 rejected=1 receipts=2 published=2 stock_low=0 failed=0", result.LastLine);
        Assert.Equal(["line 2: not JSON (error at byte 2)"], result.Errors);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Run_EmptyFeed_SumsUpNothing()
    {
        var result = await DeskProcess.RunAsync("-");

        Assert.Equal("read=0 placed=0 rejected=0 receipts=0 published=0 stock_low=0 failed=0", result.LastLine);
        Assert.Empty(result.Errors);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Run_AMillionLines_TakesBoundedMemoryAndSendsEveryReceipt()
    {
        const int Lines = 1_000_000;
        const long Limit = 300 * 1024;

        using var desk = DeskProcess.Start("-");
        long peak = 0;
        await using (var input = new StreamWriter(desk.Input, new UTF8Encoding(false), 1 << 16))
        {
            input.NewLine = "\n";
            for (int i = 0; i < Lines; i++) await input.WriteLineAsync(FeedText.Order(i));

            // All but what pipe and queue hold has been handled.
            await input.FlushAsync(TestContext.Current.CancellationToken);
            if (OperatingSystem.IsLinux()) peak = Assert.NotNull(desk.PeakMemory);
        }

        var result = await desk.EndAsync();

        Assert.Equal(
            $"read={Lines} placed={Lines} rejected=0 receipts={Lines} published={Lines} stock_low={FeedText.Skus} failed=0", result.LastLine);
        Assert.Empty(result.Errors);
        Assert.Equal(0, result.ExitCode);
        Assert.True(peak < Limit, $"The desk took {peak:N0} KiB.");
        TestContext.Current.SendDiagnosticMessage($"A million lines took {peak:N0} KiB.");
    }
}
