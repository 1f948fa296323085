namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>Owned, and owns.</summary>
public sealed class Address
{
    public string Street { get; set; } = "";

    public Geo? Geo { get; set; }
}
