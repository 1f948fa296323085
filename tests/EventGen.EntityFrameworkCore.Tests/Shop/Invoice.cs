namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>An entity with everything that a model can give one.</summary>
public sealed class Invoice
{
    public int Id { get; set; }

    public required string Run { get; set; }

    public decimal Total { get; set; }

    /// <summary>Stored as text.</summary>
    public InvoiceStatus Status { get; set; }

    /// <summary>Stored as one text.</summary>
    public Tags Tags { get; set; } = new("");

    /// <summary>Owned.</summary>
    public Address? Address { get; set; }

    /// <summary>Owned, a table of its own.</summary>
    public List<Line> Lines { get; } = [];

    /// <summary>Complex.</summary>
    public Terms Terms { get; set; } = new();

    /// <summary>Neither owned nor complex.</summary>
    public Customer? Customer { get; set; }

    public int? CustomerId { get; set; }

    /// <summary>Neither owned nor complex.</summary>
    public ICollection<Payment> Payments { get; } = [];

    /// <summary>A concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>The database's default.</summary>
    public int Priority { get; set; }

    /// <summary>Computed by the database.</summary>
    public decimal Twice { get; private set; }

    public bool IsDeleted { get; set; }
}
