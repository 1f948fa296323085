namespace EventGen.EntityFrameworkCore;

/// <summary>Takes the events that triggers make, for the context whose changes fire them. Not thread safe, as the context is not.</summary>
internal sealed class TriggeredEvents(EventBus bus, ContextEvents events) : IEntityTriggerSink
{
    public void Emit<T>(T payload) => events.Add(new EmittedEvent<T>(bus.Topic<T>(), payload) { IsTriggered = true });
}
