using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>One trigger of one event. Immutable and thread safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EntityTrigger
{
    private protected EntityTrigger()
    {
    }

    /// <summary>The event's id.</summary>
    public required string EventId { get; init; }

    /// <summary>The name of the condition; <see langword="null"/> when there is none.</summary>
    public string? Condition { get; init; }

    /// <summary>The kinds of change that fire.</summary>
    public EntityChangeKind On { get; init; } = EntityChangeKind.Added | EntityChangeKind.Modified | EntityChangeKind.Deleted;

    /// <summary>The entity that is watched.</summary>
    public abstract Type Entity { get; }

    /// <summary>The event.</summary>
    public abstract Type PayloadType { get; }

    internal EventTriggerDescriptor Descriptor => new(Entity, Condition, On);

    /// <summary>Makes the change as conditions of the entity's triggers see it.</summary>
    internal abstract object CreateChange(EntityChangeKind kind, object entity, EntityOriginal? original, IServiceProvider? services);

    /// <summary>Asks the condition.</summary>
    internal abstract bool IsMetBy(object change);

    /// <summary>Makes the event and hands it over.</summary>
    internal abstract void Fire(object change, IEntityTriggerSink sink);
}
