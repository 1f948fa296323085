using System.Text.Json;

namespace OrderDesk.Orders;

/// <summary>Reads the fields of an order one by one and keeps the first problem; the values after it mean nothing.</summary>
/// <remarks>Fields nobody asks for are passed over, so that a feed may carry more than the desk needs.</remarks>
internal sealed class OrderFields(JsonElement order)
{
    // So that the sum of any number of orders fits a decimal.
    private const decimal HighestPrice = 1_000_000_000;

    /// <summary>What is wrong with the order; <see langword="null"/> while nothing is.</summary>
    public string? Problem { get; private set; }

    public Guid Id(string name)
    {
        if (Find(name, JsonValueKind.String, "a GUID in quotes") is not { } value) return default;
        if (!value.TryGetGuid(out var id)) Fail($"'{name}' is not a GUID");
        else if (id == Guid.Empty) Fail($"'{name}' is all zeros");
        return id;
    }

    public string Text(string name)
    {
        if (Find(name, JsonValueKind.String, "text in quotes") is not { } value) return "";
        string text = value.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) Fail($"'{name}' is blank");
        else if (text.Any(char.IsControl)) Fail($"'{name}' has control characters");   // it ends up on terminals and in files of lines
        return text;
    }

    public int Count(string name)
    {
        if (Find(name, JsonValueKind.Number, "a number") is not { } value) return 0;
        if (!value.TryGetInt32(out int count)) Fail($"'{name}' is not a whole number from 1 to {int.MaxValue}");
        else if (count <= 0) Fail($"'{name}' is {count}; it must be at least 1");
        return count;
    }

    public decimal Price(string name)
    {
        if (Find(name, JsonValueKind.Number, "a number") is not { } value) return 0;
        if (!value.TryGetDecimal(out decimal price) || price > HighestPrice) Fail($"'{name}' is not a price up to {HighestPrice}");
        else if (price < 0) Fail($"'{name}' is negative");
        return price;
    }

    public DateTimeOffset Time(string name)
    {
        if (Find(name, JsonValueKind.String, "a time in quotes") is not { } value) return default;

        // Without an offset it is UTC: what a feed means must not depend on where it is read.
        if (value.TryGetDateTime(out var time) && time.Kind == DateTimeKind.Unspecified) return new DateTimeOffset(time, TimeSpan.Zero);
        if (!value.TryGetDateTimeOffset(out var timeWithOffset)) Fail($"'{name}' is not an ISO 8601 time");
        return timeWithOffset;
    }

    private JsonElement? Find(string name, JsonValueKind kind, string expected)
    {
        JsonElement? found = null;
        foreach (var field in order.EnumerateObject())
        {
            if (!field.NameEquals(name)) continue;
            if (found is not null) Fail($"'{name}' appears twice");
            found = field.Value;
        }

        if (found is null) Fail($"'{name}' is missing");
        else if (found.Value.ValueKind == JsonValueKind.Null) Fail($"'{name}' is null");
        else if (found.Value.ValueKind != kind) Fail($"'{name}' is not {expected}");
        else return found;
        return null;
    }

    private void Fail(string problem) => Problem ??= problem;
}
