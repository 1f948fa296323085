namespace EventGen.EntityFrameworkCore;

/// <summary>An event that was emitted on a context.</summary>
internal abstract class EmittedEvent
{
    public abstract EventDescriptor Descriptor { get; }

    /// <summary>Whether a trigger made it: another save of the same change makes it again.</summary>
    public bool IsTriggered { get; init; }

    /// <summary>Adds a durable event to those that are written in a transaction.</summary>
    public abstract void AddTo(DurableBatch batch);

    /// <summary>Emits any other, after the commit.</summary>
    public abstract ValueTask EmitAsync(bool isSynchronous);
}
