using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>One trigger of one event. Written by the generator.</summary>
/// <typeparam name="TEntity">The entity that is watched.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EntityTrigger<TEntity, TEvent> : EntityTrigger where TEntity : class
{
    /// <summary>The condition; <see langword="null"/> to fire always.</summary>
    public Func<EntityChange<TEntity>, bool>? IsMet { get; init; }

    /// <summary>Makes the event.</summary>
    public required Func<EntityChange<TEntity>, TEvent> Map { get; init; }

    /// <inheritdoc/>
    public override Type Entity => typeof(TEntity);

    /// <inheritdoc/>
    public override Type PayloadType => typeof(TEvent);

    internal override object CreateChange(EntityChangeKind kind, object entity, EntityOriginal? original, IServiceProvider? services) =>
        new EntityChange<TEntity>(kind, (TEntity)entity, original) { Services = services };

    internal override bool IsMetBy(object change)
    {
        if (IsMet is null) return true;
        try
        {
            return IsMet((EntityChange<TEntity>)change);
        }
        catch (Exception exception)
        {
            throw new EntityTriggerException(EventId, $"{typeof(TEvent).FullName}.{Condition}", ((EntityChange<TEntity>)change).LazyOriginal, exception);
        }
    }

    internal override void Fire(object change, IEntityTriggerSink sink)
    {
        TEvent payload;
        try
        {
            payload = Map((EntityChange<TEntity>)change) ?? throw new InvalidOperationException("It returned null, and an event is never null.");
        }
        catch (Exception exception)
        {
            throw new EntityTriggerException(EventId, $"{typeof(TEvent).FullName}.From", ((EntityChange<TEntity>)change).LazyOriginal, exception);
        }

        // Outside: what the sink throws is no failure of the trigger.
        sink.Emit(payload);
    }
}
