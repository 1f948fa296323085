using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The triggers that one change fires. Not thread safe.</summary>
public sealed class FiredTriggers
{
    private readonly List<(EntityTrigger Trigger, object Change)> _fired = [];

    internal FiredTriggers()
    {
    }

    /// <summary>The events that are fired, each once.</summary>
    public IEnumerable<Type> PayloadTypes => _fired.Select(static one => one.Trigger.PayloadType);

    /// <summary>Makes the events and hands them over, in order. Call it once the entity has its generated keys, before the commit.</summary>
    /// <param name="sink">Takes the events.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is <see langword="null"/>.</exception>
    /// <exception cref="EntityTriggerException">A mapping has thrown.</exception>
    public void Map(IEntityTriggerSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        foreach (var (trigger, change) in _fired) trigger.Fire(change, sink);
    }

    internal bool Has(Type payloadType) => _fired.Exists(one => one.Trigger.PayloadType == payloadType);

    internal void Add(EntityTrigger trigger, object change) => _fired.Add((trigger, change));
}
