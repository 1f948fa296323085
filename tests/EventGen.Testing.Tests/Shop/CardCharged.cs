namespace EventGen.Testing.Tests.Shop;

/// <summary>An event with a sensitive part, which its handler tells when it fails.</summary>
[Event("card.charged")]
[PublishTo("archive")]
internal sealed record CardCharged(decimal Total, [property: Sensitive] string Card);

internal static class Cashier
{
    [Subscribe(Name = "cashier")]
    public static void Charge(CardCharged charged)
    {
        if (charged.Total < 0) throw new InvalidOperationException($"{charged.Card} was refused");
    }
}
