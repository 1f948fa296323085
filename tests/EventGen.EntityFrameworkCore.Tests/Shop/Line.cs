namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>Owned, one of many.</summary>
public sealed class Line
{
    public string Article { get; set; } = "";

    public int Count { get; set; }
}
