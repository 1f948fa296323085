using System.Net;
using System.Text.Json.Nodes;

namespace ShopApi.Tests;

/// <summary>The shop's dashboard is open to the developer, and to nobody in production.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task InDevelopment_ItShowsTheWayOfAPayment()
    {
        using var folder = new ShopFolder();
        await using var shop = await ShopProcess.StartAsync(folder, ("ASPNETCORE_ENVIRONMENT", "Development"));
        int id = await shop.PlaceAsync();
        await shop.PayAsync(id);

        Assert.Contains("EventGen", await shop.Client.GetStringAsync("/eventgen/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => await CausesAsync(shop) is ["event:order.paid > event:receipt.written"]);
    }

    [Fact]
    public async Task InProduction_ItIsClosed_AndTheLogSaysHowToOpenIt()
    {
        using var folder = new ShopFolder();
        await using var shop = await ShopProcess.StartAsync(folder);

        using var answer = await shop.Client.GetAsync("/eventgen/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        await Eventually.TrueAsync(() => shop.Output.Contains("RequireAuthorization", StringComparison.Ordinal));
    }

    private static async Task<string[]> CausesAsync(ShopProcess shop)
    {
        var graph = JsonNode.Parse(await shop.Client.GetStringAsync("/eventgen/graph"))!;
        return [.. graph["edges"]!.AsArray().Where(static edge => (string)edge!["kind"]! == "causes").Select(static edge => $"{edge!["from"]} > {edge["to"]}")];
    }
}
