namespace EventGen.EntityFrameworkCore.Benchmarks;

/// <summary>An entity with a trigger.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public required string Customer { get; set; }

    public double Total { get; set; }

    public bool IsPaid { get; set; }
}
