namespace EventGen;

/// <summary>One attempt of one handler for one event, as middleware sees it. Immutable.</summary>
public abstract class EventInvocation
{
    private protected EventInvocation(EventDescriptor descriptor, string handler, EventContext context, CancellationToken cancellationToken)
    {
        Event = descriptor;
        Handler = handler;
        Context = context;
        CancellationToken = cancellationToken;
    }

    /// <summary>What is known of the event.</summary>
    public EventDescriptor Event { get; }

    /// <summary>The handler's name.</summary>
    public string Handler { get; }

    /// <summary>The event. A struct is boxed each time this is asked.</summary>
    public abstract object Payload { get; }

    /// <summary>The event's context.</summary>
    public EventContext Context { get; }

    /// <summary>What the handler gets as its token.</summary>
    public CancellationToken CancellationToken { get; }

    internal abstract ValueTask CallAsync();
}

/// <inheritdoc/>
internal sealed class EventInvocation<T>(
    EventDescriptor descriptor, IDeliveryTarget<T> target, T payload, EventContext context, CancellationToken cancellationToken)
    : EventInvocation(descriptor, target.Name, context, cancellationToken)
{
    public override object Payload => payload!;

    internal override ValueTask CallAsync() => target.CallAsync(payload, Context, CancellationToken);
}
