using System.Text.Json.Serialization;

namespace EventGen.SensitiveData.Tests;

public sealed record Payer(string Name, [property: Sensitive] string Email);

/// <summary>A payment, with sensitive parts of its own and in what it holds.</summary>
[Event("payment.made", Version = 2)]
[PublishTo("board")]
public sealed record PaymentMade(int Number, [Sensitive] string? Card, Payer Payer, Dictionary<string, Payer[]>? Others = null)
{
    public sealed record V1(int Number, [property: Sensitive, JsonPropertyName("=pan")] string Card);

    [EventUpgrade]
    public static PaymentMade From(V1 old) => new(old.Number, old.Card, new Payer("old", ""));
}

/// <summary>The same, stored before it is handled.</summary>
[Event("payment.stored"), Durable]
public sealed record PaymentStored(int Number, [property: Sensitive] string? Card);

[JsonSerializable(typeof(PaymentMade))]
[JsonSerializable(typeof(PaymentMade.V1))]
[JsonSerializable(typeof(PaymentStored))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PaymentJson : JsonSerializerContext;

public static class Cashier
{
    /// <summary>By number, what the handlers have seen.</summary>
    public static System.Collections.Concurrent.ConcurrentDictionary<int, string?> Seen { get; } = new();

    [Subscribe(Name = "cashier")]
    public static void Take(PaymentMade payment) => Handle(payment.Number, payment.Card, payment.Payer.Email);

    [Subscribe(Name = "keeper")]
    public static void Keep(PaymentStored payment) => Handle(payment.Number, payment.Card, "");

    // Those with an odd number fail, and say too much, until they were seen once.
    private static void Handle(int number, string? card, string email)
    {
        bool isFirst = Seen.TryAdd(number, card);
        if (isFirst && number % 2 == 1) throw new InvalidOperationException($"{card} of {email} was refused", new FormatException(card));
    }
}
