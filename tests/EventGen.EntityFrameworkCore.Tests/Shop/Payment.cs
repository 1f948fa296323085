namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>The base of one table for all that derive from it.</summary>
public class Payment
{
    public int Id { get; set; }

    public string Run { get; set; } = "";

    public int? InvoiceId { get; set; }

    public decimal Amount { get; set; }
}
