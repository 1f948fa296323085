namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>In a table of its own, and in that of its base.</summary>
public sealed class Contract : Document
{
    public int Years { get; set; }
}
