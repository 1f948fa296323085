namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>Complex.</summary>
public sealed class Terms
{
    public int Days { get; set; }
}
