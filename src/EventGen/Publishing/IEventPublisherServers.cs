namespace EventGen;

/// <summary>A publisher that can say which servers it sends to: the application's AsyncAPI document names them.</summary>
public interface IEventPublisherServers
{
    /// <summary>The servers; none where it is switched off. Names no user and no secret. Asks nobody, returns at once, and is the same for as long as the publisher lives. Thread safe.</summary>
    IReadOnlyList<PublisherServer> Servers { get; }
}
