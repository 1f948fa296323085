namespace EventGen;

/// <summary>Knows something of the running code that the events it emits should carry, such as the HTTP request it serves.</summary>
/// <remarks>
/// Asked at each emit, for what neither <see cref="EventMetadata.Push"/> nor the event being handled has set. Called by several
/// threads at the same time. What it throws is logged, and the event is emitted without; so it is
/// where it knows more than an event may carry (32 headers, 1024 characters for each value). On a bus that has a source, each emit
/// makes a context.
/// </remarks>
public interface IEventMetadataSource
{
    /// <summary>What is known of the running code; <see langword="null"/> when nothing is.</summary>
    EventMetadata? Current { get; }
}
