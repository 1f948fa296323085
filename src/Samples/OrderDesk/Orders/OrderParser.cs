using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace OrderDesk.Orders;

/// <summary>Reads a line of the feed as an order, or says in a few words why it is none.</summary>
internal static class OrderParser
{
    // A reason never repeats text of the line: it goes to a terminal, which obeys escape codes.
    public static bool TryParse(
        ReadOnlyMemory<byte> line, [NotNullWhen(true)] out OrderPlaced? order, [NotNullWhen(false)] out string? reason)
    {
        order = null;
        reason = null;
        if (line.Span.Trim(" \t"u8).IsEmpty)
        {
            reason = "the line is empty";
        }
        else if (!Utf8.IsValid(line.Span))
        {
            reason = "not UTF-8";
        }
        else
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                (order, reason) = Read(json.RootElement);
            }
            catch (JsonException exception)
            {
                reason = $"not JSON (error at byte {exception.BytePositionInLine + 1})";
            }
            catch (InvalidOperationException)   // "\ud800": half a character, which JSON's grammar lets pass
            {
                reason = "not Unicode (half of a surrogate pair)";
            }
        }

        return order is not null;
    }

    private static (OrderPlaced? Order, string? Reason) Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return (null, "not a JSON object");

        var fields = new OrderFields(json);
        var order = new OrderPlaced(
            fields.Id("orderId"),
            fields.Text("customerId"),
            fields.Text("sku"),
            fields.Count("quantity"),
            fields.Price("unitPrice"),
            fields.Time("placedAt"));
        return fields.Problem is null ? (order, null) : (null, fields.Problem);
    }
}
