using System.Text;
using OrderDesk.Orders;

namespace OrderDesk.Tests.Orders;

public sealed class OrderParserTests
{
    private const string Good =
        """{"orderId":"0198a9c0-0000-7000-8000-000000000001","customerId":"c-7","sku":"MUG-BLUE","quantity":2,"unitPrice":8.5,"placedAt":"2026-11-21T10:00:00Z"}""";

    private static readonly OrderPlaced s_good = new(
        Guid.Parse("0198a9c0-0000-7000-8000-000000000001"), "c-7", "MUG-BLUE", 2, 8.5m, new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));

    /// <summary>What is replaced in the good line, by what, and the reason that gives.</summary>
    public static TheoryData<string, string, string> BadFields => new()
    {
        { "\"orderId\":\"0198a9c0-0000-7000-8000-000000000001\",", "", "'orderId' is missing" },
        { "\"customerId\":\"c-7\",", "", "'customerId' is missing" },
        { "\"sku\":\"MUG-BLUE\",", "", "'sku' is missing" },
        { "\"quantity\":2,", "", "'quantity' is missing" },
        { "\"unitPrice\":8.5,", "", "'unitPrice' is missing" },
        { ",\"placedAt\":\"2026-11-21T10:00:00Z\"", "", "'placedAt' is missing" },
        { "\"sku\"", "\"SKU\"", "'sku' is missing" },
        { "\"0198a9c0-0000-7000-8000-000000000001\"", "null", "'orderId' is null" },
        { "\"c-7\"", "null", "'customerId' is null" },
        { ":2,", ":null,", "'quantity' is null" },
        { "\"0198a9c0-0000-7000-8000-000000000001\"", "17", "'orderId' is not a GUID in quotes" },
        { "0198a9c0-0000-7000-8000-000000000001", "order 17", "'orderId' is not a GUID" },
        { "\"c-7\"", "7", "'customerId' is not text in quotes" },
        { "\"MUG-BLUE\"", "{}", "'sku' is not text in quotes" },
        { ":2,", ":\"2\",", "'quantity' is not a number" },
        { ":2,", ":true,", "'quantity' is not a number" },
        { ":2,", ":[2],", "'quantity' is not a number" },
        { ":8.5,", ":\"8.5\",", "'unitPrice' is not a number" },
        { "\"2026-11-21T10:00:00Z\"", "1795255200", "'placedAt' is not a time in quotes" },
        { "2026-11-21T10:00:00Z", "21.11.2026", "'placedAt' is not an ISO 8601 time" },
        { "2026-11-21T10:00:00Z", "2026-11-31T10:00:00Z", "'placedAt' is not an ISO 8601 time" },
        { "c-7", "", "'customerId' is blank" },
        { "c-7", " \\t ", "'customerId' is blank" },
        { "MUG-BLUE", "MUG\\u001b[31m", "'sku' has control characters" },
        { "MUG-BLUE", "MUG\\nBLUE", "'sku' has control characters" },
        { ":2,", ":0,", "'quantity' is 0; it must be at least 1" },
        { ":2,", ":-3,", "'quantity' is -3; it must be at least 1" },
        { ":2,", ":1.5,", "'quantity' is not a whole number from 1 to 2147483647" },
        { ":2,", ":2147483648,", "'quantity' is not a whole number from 1 to 2147483647" },
        { ":2,", ":1e999,", "'quantity' is not a whole number from 1 to 2147483647" },
        { ":8.5,", ":-8.5,", "'unitPrice' is negative" },
        { ":8.5,", ":1000000000.01,", "'unitPrice' is not a price up to 1000000000" },
        { ":8.5,", ":1e999,", "'unitPrice' is not a price up to 1000000000" },
        { "\"quantity\":2,", "\"quantity\":2,\"quantity\":2,", "'quantity' appears twice" },
        { "\"sku\":\"MUG-BLUE\",", "\"sku\":\"MUG-BLUE\",\"\\u0073ku\":\"MUG-RED\",", "'sku' appears twice" },
        { "MUG-BLUE", "\\ud800", "not Unicode (half of a surrogate pair)" },
        { "\"sku\"", "\"\\ud800\"", "not Unicode (half of a surrogate pair)" },
        { "0198a9c0-0000-7000-8000-000000000001", "\\ud800", "not Unicode (half of a surrogate pair)" },
        { ":2,", ":NaN,", "not JSON (error at byte 98)" },
        { ":2,", ":Infinity,", "not JSON (error at byte 98)" },
        { ":2,", ":02,", "not JSON (error at byte 99)" },
        { "Z\"}", "Z\",}", "not JSON (error at byte 150)" },
        { "Z\"}", "Z\"", "not JSON (error at byte 149)" },
        { "Z\"}", "Z\"} {}", "not JSON (error at byte 151)" },
    };

    [Fact]
    public void TryParse_GoodLine_IsAnOrder() => Assert.Equal(s_good, Parse(Good).Order);

    [Theory]
    [MemberData(nameof(BadFields))]
    public void TryParse_BadField_SaysWhichAndWhy(string replaced, string by, string reason)
    {
        string line = Good.Replace(replaced, by, StringComparison.Ordinal);
        Assert.NotEqual(Good, line);

        Assert.Equal((null, reason), Parse(line));
    }

    [Theory]
    [InlineData("", "the line is empty")]
    [InlineData(" \t ", "the line is empty")]
    [InlineData("orderId;customerId;sku", "not JSON (error at byte 1)")]
    [InlineData("{", "not JSON (error at byte 2)")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("\"order\"", "not a JSON object")]
    [InlineData("{}", "'orderId' is missing")]
    public void TryParse_NotAnObject_SaysSo(string line, string reason) => Assert.Equal((null, reason), Parse(line));

    [Fact]
    public void TryParse_NestedBeyondReason_IsNotJson() =>
        Assert.Equal((null, "not JSON (error at byte 65)"), Parse(new string('[', 60_000)));

    [Fact]
    public void TryParse_InvalidUtf8_SaysSo()
    {
        byte[] line = Encoding.Latin1.GetBytes(Good.Replace("MUG-BLUE", "CAF\u00C9", StringComparison.Ordinal));

        Assert.False(OrderParser.TryParse(line, out _, out string? reason));

        Assert.Equal("not UTF-8", reason);
    }

    [Theory]
    [InlineData(":2,", ":2147483647,")]
    [InlineData(":8.5,", ":0,")]
    [InlineData(":8.5,", ":1000000000,")]
    [InlineData(":8.5,", ":85e-1,")]
    [InlineData("}", ",\"note\":{\"of\":[\"no\",\"concern\"]},\"note\":null}")]
    [InlineData("{", " { ")]
    [InlineData("MUG-BLUE", "Caf\u00E9 \uD83D\uDE00")]
    [InlineData("MUG-BLUE", "Caf\\u00e9 \\ud83d\\ude00")]
    public void TryParse_UnusualButGood_IsAnOrder(string replaced, string by)
    {
        string line = Good.Replace(replaced, by, StringComparison.Ordinal);
        Assert.NotEqual(Good, line);

        Assert.Null(Parse(line).Reason);
    }

    [Theory]
    [InlineData("2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21T10:00:00+02:00", "2026-11-21T08:00:00Z")]
    [InlineData("2026-11-21T10:00:00", "2026-11-21T10:00:00Z")]
    [InlineData("0001-01-01T00:00:00", "0001-01-01T00:00:00Z")]
    [InlineData("2026-11-21", "2026-11-21T00:00:00Z")]
    public void TryParse_TimeWithoutOffset_IsUtc(string placedAt, string utc)
    {
        var order = Parse(Good.Replace("2026-11-21T10:00:00Z", placedAt, StringComparison.Ordinal)).Order;

        Assert.Equal(DateTimeOffset.Parse(utc, null), order?.PlacedAt);
    }

    [Fact]
    public void TryParse_DamagedLines_NeverThrows()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] line = Encoding.UTF8.GetBytes(Good);
            for (int damage = random.Next(1, 5); damage > 0; damage--) line[random.Next(line.Length)] = (byte)random.Next(random.Next(2) == 0 ? 128 : 256);
            var part = line.AsMemory(0, random.Next(4) == 0 ? random.Next(line.Length) : line.Length);
            try
            {
                bool isOrder = OrderParser.TryParse(part, out var order, out string? reason);
                Assert.Equal(isOrder, order is not null);
                Assert.Equal(isOrder, reason is null);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, line '{Encoding.Latin1.GetString(part.Span)}': {exception}");
            }
        }
    }

    private static (OrderPlaced? Order, string? Reason) Parse(string line)
    {
        OrderParser.TryParse(Encoding.UTF8.GetBytes(line), out var order, out string? reason);
        return (order, reason);
    }
}
