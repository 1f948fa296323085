namespace EventGen.EntityFrameworkCore.Benchmarks;

/// <summary>An entity without triggers.</summary>
public sealed class Reading
{
    public int Id { get; set; }

    public required string Sensor { get; set; }

    public double Value { get; set; }

    public DateTime Time { get; set; }
}
