using System.Net;

namespace ShopApi.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task BadRequests_AreAnsweredAndFireNothing()
    {
        using var folder = new ShopFolder();
        await using var shop = await ShopProcess.StartAsync(folder);

        Assert.Equal(HttpStatusCode.BadRequest, await PlaceAsync("""{ "customer": " ", "total": 1 }"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PlaceAsync("""{ "customer": "ada", "total": 0 }"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PlaceAsync("""{ "customer": """));
        Assert.Equal(HttpStatusCode.BadRequest, await PlaceAsync("{}"));
        Assert.Equal(HttpStatusCode.NotFound, await shop.StatusOfAsync(HttpMethod.Get, "/orders/7"));
        Assert.Equal(HttpStatusCode.NotFound, await shop.StatusOfAsync(HttpMethod.Post, "/orders/7/pay"));

        int order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        Assert.Equal(HttpStatusCode.Conflict, await shop.StatusOfAsync(HttpMethod.Post, $"/orders/{order}/pay"));
        await Eventually.TrueAsync(() => folder.Mails.Length > 0);
        Assert.Equal(1, await shop.ReceiptsAsync(order));

        Task<HttpStatusCode> PlaceAsync(string json) => shop.StatusOfAsync(HttpMethod.Post, "/orders", json);
    }

    [Fact]
    public async Task TwoPaymentsAtOnce_GiveOneReceipt()
    {
        using var folder = new ShopFolder();
        await using var shop = await ShopProcess.StartAsync(folder);
        int order = await shop.PlaceAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.StatusOfAsync(HttpMethod.Post, $"/orders/{order}/pay")));

        Assert.Single(answers, static answer => answer == HttpStatusCode.OK);
        Assert.All(answers, static answer => Assert.True(answer is HttpStatusCode.OK or HttpStatusCode.Conflict, answer.ToString()));
        int next = await shop.PlaceAsync();
        await shop.PayAsync(next);
        await Eventually.TrueAsync(async () => await shop.ReceiptsAsync(next) == 1);
        Assert.Equal(1, await shop.ReceiptsAsync(order));
    }
}
