using System.Globalization;

namespace OrderDesk.Tests.Running;

/// <summary>Lines for the desk to read.</summary>
internal static class FeedText
{
    public const int Skus = 40;
    public const int Customers = 600;

    /// <summary>A good line, different for each number: customers and skus take turns, one unit each.</summary>
    public static string Order(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"orderId":"00000000-0000-4000-8000-{{number:D12}}","customerId":"c-{{number % Customers}}","sku":"SKU-{{number % Skus}}","quantity":1,"unitPrice":8.5,"placedAt":"2026-11-21T10:00:00Z"}""");
}
