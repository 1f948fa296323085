using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The triggers for entities of one type, those on its base classes included. Immutable and thread safe.</summary>
public sealed class EntityTriggerSet
{
    private readonly EntityTrigger[][] _byEntity;

    internal EntityTriggerSet(EntityTrigger[][] byEntity)
    {
        _byEntity = byEntity;
        foreach (var trigger in byEntity.SelectMany(static triggers => triggers)) On |= trigger.On;
    }

    /// <summary>The kinds of change that any of the triggers fires on.</summary>
    public EntityChangeKind On { get; }

    /// <summary>Asks the conditions of a change. Call it before the write.</summary>
    /// <remarks>The most derived class's triggers come first, then those of its base classes; of one class, in the order of declaration. One change fires an event once.</remarks>
    /// <param name="kind">What happens: exactly one of the three.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="original">
    /// Makes the entity as it was before the change; called at most once, when a condition or mapping asks for it, which may be after the write. <see langword="null"/> when it is added.
    /// </param>
    /// <param name="services">The services of the unit of work.</param>
    /// <param name="isLeftOut">Tells whether the original lacks parts of a type, such as entities that were not loaded with it: <see cref="EntityChange{T}.IsChanged"/> of one throws. <see langword="null"/> when it has all.</param>
    /// <returns>What is fired; <see langword="null"/> when nothing is.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="entity"/> is <see langword="null"/>, or <paramref name="original"/> is for a modified entity.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not exactly one kind.</exception>
    /// <exception cref="ArgumentException">An added entity has an original.</exception>
    /// <exception cref="EntityTriggerException">A condition has thrown.</exception>
    public FiredTriggers? Evaluate(EntityChangeKind kind, object entity, Func<object>? original, IServiceProvider? services, Func<Type, bool>? isLeftOut = null)
    {
        ArgumentNullException.ThrowIfNull(entity);
        EntityOriginal.Validate(kind, original is not null);
        return Evaluate(
            kind, entity, original is not null ? new EntityOriginal(original, isLeftOut) : kind == EntityChangeKind.Deleted ? new EntityOriginal(entity) : null, services);
    }

    internal FiredTriggers? Evaluate(EntityChangeKind kind, object entity, EntityOriginal? original, IServiceProvider? services)
    {
        if ((On & kind) == 0) return null;
        FiredTriggers? fired = null;
        foreach (var triggers in _byEntity)
        {
            object? change = null;
            foreach (var trigger in triggers)
            {
                if ((trigger.On & kind) == 0 || fired?.Has(trigger.PayloadType) == true) continue;
                change ??= trigger.CreateChange(kind, entity, original, services);
                if (trigger.IsMetBy(change)) (fired ??= new FiredTriggers()).Add(trigger, change);
            }
        }

        return fired;
    }
}
