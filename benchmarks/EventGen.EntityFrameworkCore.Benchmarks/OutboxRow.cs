namespace EventGen.EntityFrameworkCore.Benchmarks;

/// <summary>A row of an outbox as one writes it by hand.</summary>
public sealed class OutboxRow
{
    public Guid Id { get; set; }

    public required string Event { get; set; }

    public required byte[] Payload { get; set; }

    public DateTime Time { get; set; }
}
