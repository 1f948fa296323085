namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>An entity that no trigger watches.</summary>
public sealed class Customer
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public List<Invoice> Invoices { get; } = [];
}
