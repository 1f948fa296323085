using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ShopApi.Tests;

/// <summary>What tests ask of a shop.</summary>
internal static class ShopCalls
{
    /// <summary>Places an order.</summary>
    /// <returns>Its number.</returns>
    public static async Task<int> PlaceAsync(this ShopProcess shop, string customer = "ada@example.com")
    {
        var response = await shop.Client.PostAsJsonAsync("/orders", new { customer, total = 42.5m });
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
    }

    public static async Task PayAsync(this ShopProcess shop, int order) => await shop.PostAsync($"/orders/{order}/pay");

    public static async Task PostAsync(this ShopProcess shop, string path) => (await shop.Client.PostAsync(path, content: null)).EnsureSuccessStatusCode();

    /// <summary>Calls the shop.</summary>
    /// <returns>What it answers.</returns>
    public static async Task<HttpStatusCode> StatusOfAsync(this ShopProcess shop, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await shop.Client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>How many receipts an order has.</summary>
    public static async Task<int> ReceiptsAsync(this ShopProcess shop, int order) =>
        (await shop.Client.GetFromJsonAsync<JsonElement>($"/orders/{order}")).GetProperty("receipts").GetArrayLength();

    public static async Task<JsonElement[]> DeadLettersAsync(this ShopProcess shop) => (await shop.Client.GetFromJsonAsync<JsonElement[]>("/dead-letters"))!;
}
