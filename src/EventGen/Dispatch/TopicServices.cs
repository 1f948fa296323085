using EventGen.CompilerServices;

namespace EventGen;

/// <summary>What the topics of one bus share. Thread safe.</summary>
/// <param name="Delivery">What their deliveries share.</param>
/// <param name="Origin">Identifies the bus among all that ever were.</param>
/// <param name="Instances">The handlers.</param>
/// <param name="Publishers">The publishers of the bus.</param>
/// <param name="Publishes">The publishes that go on without their worker.</param>
/// <param name="Histories">How many emissions to keep of each.</param>
/// <param name="Observer">Sees emits and invocations, for tests; <see langword="null"/> for nobody.</param>
/// <param name="MaxPayloadBytes">How large a published event may be, in bytes of JSON.</param>
/// <param name="Outbox">The bus's outbox; its members throw on a bus without one.</param>
/// <param name="DeliversDurableFromMemory">Whether durable events, without an outbox, are delivered as others are.</param>
internal sealed record TopicServices(
    DeliveryServices Delivery,
    BusOrigin Origin,
    HandlerInstances Instances,
    PublisherSet Publishers,
    PendingPublishes Publishes,
    EventHistories Histories,
    BusObserver? Observer,
    int MaxPayloadBytes,
    EventOutbox Outbox,
    bool DeliversDurableFromMemory)
{
    public EventQueue Queue => Delivery.Queue;

    public CancellationToken Stopping => Delivery.Stopping;
}
