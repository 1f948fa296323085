namespace EventGen;

/// <summary>Is told what happens on a bus while it is measured: everything as long as little happens, else samples.</summary>
/// <remarks>
/// Called by emitters and workers, several at a time. Implementations are thread safe and do not block; what they throw is dropped.
/// At most 5,000 activities a second are told of a bus, and 500 of one event.
/// </remarks>
public abstract class EventActivityListener
{
    /// <summary>Something happened.</summary>
    /// <param name="activity">What.</param>
    public abstract void Occurred(EventActivity activity);
}
