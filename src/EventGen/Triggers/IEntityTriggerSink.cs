namespace EventGen;

/// <summary>Takes the events that triggers fire. For what tells a bus of changes, such as a data access library.</summary>
public interface IEntityTriggerSink
{
    /// <summary>Takes one event.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="payload">The event; never <see langword="null"/>.</param>
    void Emit<T>(T payload);
}
