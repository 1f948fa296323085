using System.Globalization;

namespace ShopApi.Tests;

/// <summary>When an order is paid, a receipt goes out, whatever crashes.</summary>
public sealed class ReceiptTests
{
    [Fact]
    public async Task PaidOrder_GetsOneReceiptAndOneMail()
    {
        using var folder = new ShopFolder();
        await using var shop = await ShopProcess.StartAsync(folder);
        int order = await shop.PlaceAsync();
        Assert.Equal(0, await shop.ReceiptsAsync(order));

        await shop.PayAsync(order);

        await Eventually.TrueAsync(() => folder.Mails.Length == 1);
        Assert.Equal($"ada@example.com: receipt 1 for order {order}: 42.50", Assert.Single(folder.Mails));
        Assert.Equal(1, await shop.ReceiptsAsync(order));
        Assert.Equal(0, await shop.StopAsync());
        Assert.DoesNotContain("fail:", shop.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShopThatIsKilledBetweenOrderAndReceipt_SendsTheReceiptOnceAfterItsRestart()
    {
        using var folder = new ShopFolder();
        int order;
        await using (var shop = await ShopProcess.StartAsync(folder))
        {
            await shop.PostAsync("/mail/stop");
            order = await shop.PlaceAsync();
            await shop.PayAsync(order);
            await Eventually.TrueAsync(() => shop.Output.Contains("The mail server is down.", StringComparison.Ordinal));
            await shop.KillAsync();
        }

        Assert.Empty(folder.Mails);
        await using var restarted = await ShopProcess.StartAsync(folder);
        await Eventually.TrueAsync(() => folder.Mails.Length > 0);

        // What comes later would have come twice: the next order's mail is the second.
        int next = await restarted.PlaceAsync();
        await restarted.PayAsync(next);
        await Eventually.TrueAsync(() => folder.Mails.Any(mail => mail.Contains($"for order {next}:", StringComparison.Ordinal)));
        Assert.Equal([order, next], folder.Mails.Select(OrderOf));
        Assert.Equal(1, await restarted.ReceiptsAsync(order));
    }

    [Fact]
    public async Task ShopThatIsKilledAtAnyMomentAfterThePayment_WritesOneReceiptForEachOrder()
    {
        using var folder = new ShopFolder();
        List<int> paid = [];
        for (int kill = 0; kill < 3; kill++)
        {
            await using var shop = await ShopProcess.StartAsync(folder);
            for (int i = 0; i <= kill * 3; i++)
            {
                int order = await shop.PlaceAsync();
                await shop.PayAsync(order);
                paid.Add(order);
            }

            await shop.KillAsync();
        }

        await using var last = await ShopProcess.StartAsync(folder);
        foreach (int order in paid) await Eventually.TrueAsync(async () => await last.ReceiptsAsync(order) > 0);
        await Eventually.TrueAsync(() => paid.TrueForAll(order => folder.Mails.Any(mail => OrderOf(mail) == order)));
        foreach (int order in paid) Assert.Equal(1, await last.ReceiptsAsync(order));

        // A mail that was killed before it was noted goes out again, but it is the same.
        Assert.Equal(paid.Count, folder.Mails.Distinct().Count());
    }

    private static int OrderOf(string mail) => int.Parse(mail.Split("for order ")[1].Split(':')[0], CultureInfo.InvariantCulture);
}
