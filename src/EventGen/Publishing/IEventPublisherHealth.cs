namespace EventGen;

/// <summary>A publisher that can tell how it fares. Of one that cannot, the bus knows only how the last publish went.</summary>
public interface IEventPublisherHealth
{
    /// <summary>How it fares at this moment. Asks nobody, returns at once, and names no secrets. Thread safe.</summary>
    PublisherHealth Health { get; }
}
