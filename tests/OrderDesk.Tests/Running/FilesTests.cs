using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrderDesk.Tests.Running;

public sealed class FilesTests
{
    private static readonly Regex s_message = new(
        """
        ^\{"id":"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
        "type":"order\.placed",
        "payload":\{"orderId":"00000000-0000-4000-8000-000000000007","customerId":"c-7","sku":"SKU-7","quantity":1,
        "unitPrice":8\.5,"placedAt":"2026-11-21T10:00:00\+00:00"\},
        "metadata":\{"source":"order-desk"\},
        "timestamp":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z"\}\n\z
        """,
        RegexOptions.IgnorePatternWhitespace);

    [Fact]
    public async Task Run_Out_HoldsEveryPublishedOrderAsAMessage()
    {
        using var folder = new TemporaryFolder();

        var result = await DeskProcess.RunAsync("--out", folder.File("out.ndjson"));

        string[] messages = await File.ReadAllLinesAsync(folder.File("out.ndjson"), TestContext.Current.CancellationToken);
        Assert.Equal(result["published"], messages.Length);
        HashSet<Guid> ids = [];
        HashSet<Guid> orders = [];
        foreach (string message in messages)
        {
            using var json = JsonDocument.Parse(message);
            Assert.Equal("order.placed", json.RootElement.GetProperty("type").GetString());
            Assert.True(ids.Add(json.RootElement.GetProperty("id").GetGuid()));
            Assert.True(orders.Add(json.RootElement.GetProperty("payload").GetProperty("orderId").GetGuid()));
        }
    }

    [Fact]
    public async Task Run_Out_HasTheFormOfTheWire()
    {
        using var folder = new TemporaryFolder();
        string feed = folder.Write("feed.ndjson", FeedText.Order(7));

        await DeskProcess.RunAsync(feed, "--out", folder.File("out.ndjson"));

        string message = await File.ReadAllTextAsync(folder.File("out.ndjson"), TestContext.Current.CancellationToken);
        Assert.Matches(s_message, message);
    }

    [Fact]
    public async Task Run_Receipts_HoldsEachCustomersReceiptsInTheOrderOfTheFeed()
    {
        const int Orders = 20_000;
        using var folder = new TemporaryFolder();
        string feed = folder.Write("feed.ndjson", string.Join('\n', Enumerable.Range(0, Orders).Select(FeedText.Order)));

        var result = await DeskProcess.RunAsync(feed, "--receipts", folder.File("receipts.txt"));

        string[] receipts = await File.ReadAllLinesAsync(folder.File("receipts.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(Orders, receipts.Length);
        Assert.Equal(Orders, result["receipts"]);
        Assert.Contains("c-7: 00000000-0000-4000-8000-000000000007: 1 x SKU-7 at 8.50 = 8.50", receipts);
        foreach (var customer in receipts.Select(static receipt => receipt.Split(": ")).GroupBy(static receipt => receipt[0], static receipt => receipt[1]))
            Assert.Equal(customer.Order(StringComparer.Ordinal), customer);
    }

    [Fact]
    public async Task Run_MissingFile_SaysWhatToDo()
    {
        var result = await DeskProcess.RunAsync("no-such-feed.ndjson");

        Assert.Equal(
            ["Cannot read 'no-such-feed.ndjson': there is no such file or directory. Name a readable file, '-' for standard input, or nothing for the bundled feed."],
            result.Errors);
        Assert.Equal("", result.Output);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Run_Folder_IsNoFeed()
    {
        string folder = Path.GetTempPath();

        var result = await DeskProcess.RunAsync(folder);

        Assert.StartsWith($"Cannot read '{folder}': it is a directory.", Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Run_OutThatCannotBeMade_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.File("missing"), "out.ndjson");

        var result = await DeskProcess.RunAsync("--out", path);

        Assert.Equal([$"Cannot write '{path}': there is no such file or directory. Name a file that can be made or replaced."], result.Errors);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task Run_OutOverTheFeed_IsRefusedAndKeepsTheFeed()
    {
        using var folder = new TemporaryFolder();
        string feed = folder.Write("feed.ndjson", FeedText.Order(1));
        File.CreateSymbolicLink(folder.File("link.ndjson"), feed);

        var result = await DeskProcess.RunAsync(feed, "--out", folder.File("link.ndjson"));

        Assert.Contains("FILE, --out, --receipts and --outbox must be different files.", result.Errors);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(FeedText.Order(1), await File.ReadAllTextAsync(feed, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_FullDisk_CountsWhatFailedAndHandlesTheRest()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs /dev/full.");

        var result = await DeskProcess.RunAsync("--out", "/dev/full");

        Assert.Equal("read=5000 placed=4976 rejected=24 receipts=4976 published=0 stock_low=8 failed=4976", result.LastLine);
        Assert.Single(result.Errors, static error => error.StartsWith("Publisher 'file' failed on event 'order.placed': ", StringComparison.Ordinal));
        Assert.Equal(3, result.ExitCode);
    }
}
