namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>Owned by what is owned.</summary>
public sealed class Geo
{
    public int Latitude { get; set; }
}
