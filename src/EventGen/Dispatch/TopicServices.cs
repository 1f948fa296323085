using EventGen.CompilerServices;

namespace EventGen;

/// <summary>What the topics of one bus share. Thread safe.</summary>
internal sealed record TopicServices
{
    public required DeliveryServices Delivery { get; init; }

    /// <summary>Identifies the bus among all that ever were.</summary>
    public required BusOrigin Origin { get; init; }

    public required HandlerInstances Instances { get; init; }

    public required PublisherSet Publishers { get; init; }

    /// <summary>The publishes that go on without their worker.</summary>
    public required PendingPublishes Publishes { get; init; }

    public required EventHistories Histories { get; init; }

    /// <summary>Sees emits and invocations, for tests; <see langword="null"/> for nobody.</summary>
    public required BusObserver? Observer { get; init; }

    /// <summary>How large a published event may be, in bytes of JSON.</summary>
    public required int MaxPayloadBytes { get; init; }

    /// <summary>The bus's outbox; its members throw on a bus without one.</summary>
    public required EventOutbox Outbox { get; init; }

    /// <summary>Whether durable events, without an outbox, are delivered as others are.</summary>
    public required bool DeliversDurableFromMemory { get; init; }

    public EventQueue Queue => Delivery.Queue;

    public CancellationToken Stopping => Delivery.Stopping;
}
