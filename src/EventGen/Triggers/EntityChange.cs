using System.Collections;

namespace EventGen;

/// <summary>One change of one entity, as conditions and mappings of triggers see it. Not thread safe.</summary>
/// <typeparam name="T">The entity.</typeparam>
public sealed class EntityChange<T> where T : class
{
    private readonly EntityOriginal? _original;

    /// <summary>A change, for <c>bus.ChangedAsync</c> and for tests of conditions.</summary>
    /// <param name="kind">What happens: exactly one of the three.</param>
    /// <param name="entity">The entity as it is after the change; a deleted one as it was.</param>
    /// <param name="original">
    /// The entity as it was before the change, a copy of its own. <see langword="null"/> when it is added; may be left out when it is deleted, and is <paramref name="entity"/> then.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not exactly one kind.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="entity"/> is <see langword="null"/>, or <paramref name="original"/> is for a modified entity.</exception>
    /// <exception cref="ArgumentException">An added entity has an original.</exception>
    public EntityChange(EntityChangeKind kind, T entity, T? original = null)
    {
        ArgumentNullException.ThrowIfNull(entity);
        EntityOriginal.Validate(kind, hasOriginal: original is not null);
        (Kind, Entity) = (kind, entity);
        _original = original is not null ? new EntityOriginal(original) : kind == EntityChangeKind.Deleted ? new EntityOriginal(entity) : null;
    }

    internal EntityChange(EntityChangeKind kind, T entity, EntityOriginal? original) => (Kind, Entity, _original) = (kind, entity, original);

    /// <summary>What happens to the entity.</summary>
    public EntityChangeKind Kind { get; }

    /// <summary>The entity. In a mapping under Entity Framework Core it has the keys and values that the database generated; in a condition it does not have them yet.</summary>
    public T Entity { get; }

    /// <summary>The entity before the change; <see langword="null"/> when it is added.</summary>
    /// <exception cref="InvalidCastException">The original that was given is of another type than the entity.</exception>
    public T? Original => (T?)_original?.Value;

    /// <summary>The services of the unit of work that makes the change; <see langword="null"/> when it gave none.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Whether a part of the entity differs from what it was: always when it is added, never when it is deleted.</summary>
    /// <remarks>Compared with <see cref="EqualityComparer{T}.Default"/>; arrays and other collections element by element, in order.</remarks>
    /// <param name="part">Reads the part; called for the entity and for its original.</param>
    /// <exception cref="ArgumentNullException"><paramref name="part"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The part is a navigation, which the original lacks under Entity Framework Core.</exception>
    public bool IsChanged<TPart>(Func<T, TPart> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return Kind switch
        {
            EntityChangeKind.Added => true,
            EntityChangeKind.Deleted => false,
            _ => IsDifferent(part),
        };
    }

    internal EntityOriginal? LazyOriginal => _original;

    private bool IsDifferent<TPart>(Func<T, TPart> part)
    {
        _original!.Require(typeof(TPart));
        return !AreEqual(part(Entity), part(Original!));
    }

    private static bool AreEqual<TPart>(TPart now, TPart before)
    {
        if (EqualityComparer<TPart>.Default.Equals(now, before)) return true;
        return now is IEnumerable and not string && before is IEnumerable and not string
            && ((IEnumerable)now).Cast<object?>().SequenceEqual(((IEnumerable)before).Cast<object?>());
    }
}
