namespace EventGen.Hosting.Tests.Shop;

/// <summary>A publisher that needs a service, and fails while it is told to.</summary>
internal sealed class LedgerPublisher(Journal journal) : IEventPublisher
{
    public string Name => "ledger";

    public bool IsBroken { get; set; }

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct)
    {
        if (IsBroken) throw new IOException("The ledger is closed.");
        journal.Write($"ledger: {message.EventId} from {message.Metadata.Source}");
        return default;
    }

    public ValueTask DisposeAsync()
    {
        journal.Write("ledger ends");
        return default;
    }
}
