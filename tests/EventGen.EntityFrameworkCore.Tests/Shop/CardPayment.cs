namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>In the table of its base.</summary>
public sealed class CardPayment : Payment
{
    public string Card { get; set; } = "";
}
