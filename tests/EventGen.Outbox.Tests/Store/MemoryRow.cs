namespace EventGen.Outbox.Tests;

/// <summary>A row in memory.</summary>
internal sealed class MemoryRow(OutboxRow row)
{
    public OutboxRow Row { get; set; } = row;

    public bool IsStarted { get; set; }
}
