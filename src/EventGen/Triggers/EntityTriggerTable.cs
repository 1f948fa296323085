using System.Collections.Concurrent;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The triggers of one bus, by the entity that they watch. Thread safe.</summary>
public sealed class EntityTriggerTable
{
    private static readonly EntityTriggerTable s_empty = new([]);

    private readonly Dictionary<Type, EntityTrigger[]> _declared;

    // By the type of entities at run time, with null for those that nothing watches. Made when it is first needed.
    private ConcurrentDictionary<Type, EntityTriggerSet?>? _found;

    private EntityTriggerTable(Dictionary<Type, EntityTrigger[]> declared) => _declared = declared;

    /// <summary>Whether no event of the bus has a trigger.</summary>
    public bool IsEmpty => _declared.Count == 0;

    /// <summary>The entities that triggers name, in no order.</summary>
    public IReadOnlyCollection<Type> Entities => _declared.Keys;

    /// <summary>The triggers for entities of a type: those on it and on its base classes.</summary>
    /// <param name="entityType">The type of the entity itself, which may be a proxy that derives from it.</param>
    /// <returns><see langword="null"/> when nothing watches it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="entityType"/> is <see langword="null"/>.</exception>
    public EntityTriggerSet? Find(Type entityType)
    {
        ArgumentNullException.ThrowIfNull(entityType);
        if (_declared.Count == 0) return null;
        var known = LazyInitializer.EnsureInitialized(ref _found, static () => new ConcurrentDictionary<Type, EntityTriggerSet?>());
        return known.TryGetValue(entityType, out var found) ? found : known.GetOrAdd(entityType, Create(entityType));
    }

    internal static EntityTriggerTable Of(IReadOnlyCollection<EntityTrigger> triggers) => triggers.Count == 0 ? s_empty : new EntityTriggerTable(ByEntity(triggers));

    private static Dictionary<Type, EntityTrigger[]> ByEntity(IEnumerable<EntityTrigger> triggers) =>
        triggers.GroupBy(static trigger => trigger.Entity).ToDictionary(static group => group.Key, static group => group.ToArray());

    private EntityTriggerSet? Create(Type entityType)
    {
        var byEntity = new List<EntityTrigger[]>();
        for (var type = entityType; type is not null; type = type.BaseType)
        {
            if (_declared.TryGetValue(type, out var triggers)) byEntity.Add(triggers);
        }

        return byEntity.Count == 0 ? null : new EntityTriggerSet([.. byEntity]);
    }
}
