namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>The base of entities that have a table each.</summary>
public abstract class Document
{
    public int Id { get; set; }

    public string Run { get; set; } = "";

    public string Title { get; set; } = "";
}
