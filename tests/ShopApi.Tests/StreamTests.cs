namespace ShopApi.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task Stream_TellsWhatHappensToAnOrder_AndEndsWithTheShop()
    {
        using var folder = new ShopFolder();
        await using var shop = await ShopProcess.StartAsync(folder);
        using var response = await shop.Client.GetAsync("/orders/stream", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        await shop.PayAsync(await shop.PlaceAsync());

        List<string> seen = [];
        while (seen.Count < 4)
        {
            string? line = await Deadline.WithinAsync(reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask(), "a line of the stream");
            Assert.NotNull(line);
            if (line.StartsWith("event: ", StringComparison.Ordinal)) seen.Add(line["event: ".Length..]);
        }

        Assert.Equal(["Connected", "OrderPlaced", "OrderPaid", "ReceiptWritten"], seen);
        Assert.Equal(0, await shop.StopAsync());
    }
}
