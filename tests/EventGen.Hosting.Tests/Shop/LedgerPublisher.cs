namespace EventGen.Hosting.Tests.Shop;

/// <summary>A publisher that needs a service, and fails while it is told to.</summary>
internal sealed class LedgerPublisher(Journal journal) : IEventPublisher
{
    public string Name => "ledger";

    public bool IsBroken { get; set; }

    public string Failure { get; init; } = "The ledger is closed.";

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct)
    {
        if (IsBroken) throw new IOException(Failure, new InvalidOperationException(Failure));
        journal.Write($"ledger: {message.EventId} from {message.Metadata.Source}");
        return default;
    }

    public ValueTask DisposeAsync()
    {
        journal.Write("ledger ends");
        return default;
    }
}
