using System.Collections.Concurrent;

namespace EventGen;

// Groups, each made when it is first asked for, and what is kept for streams.
public sealed partial class EventBus
{
    private readonly ConcurrentDictionary<Type, EventGroup> _groups = new();
    private readonly Dictionary<Type, int> _historySizes;

    // Interlocked only.
    private long _lastHistoryNumber;

    /// <summary>A group of events.</summary>
    /// <typeparam name="T">An interface marked <c>[EventGroup]</c>.</typeparam>
    /// <exception cref="InvalidOperationException">No module of the bus declares the group or an event of it.</exception>
    public EventGroup<T> Group<T>() where T : class
    {
        if (_groups.TryGetValue(typeof(T), out var group)) return (EventGroup<T>)group;
        if (IsNull) return NullGroup<T>.Instance;
        var entry = _registry.FindGroup<T>() ?? throw new InvalidOperationException(
            $"{typeof(T)} is no group of this bus. Mark the interface [EventGroup] and add the module of its assembly to the bus.");
        return (EventGroup<T>)_groups.GetOrAdd(typeof(T), _ => entry.Create(this));
    }

    /// <summary>How many of an event's newest emissions its topic keeps.</summary>
    internal int History<T>() => _historySizes.GetValueOrDefault(typeof(T));

    /// <summary>The place of one more event among all that are kept.</summary>
    internal long NextHistoryNumber() => Interlocked.Increment(ref _lastHistoryNumber);

    private void RefuseHistoryOfUnknownEvents()
    {
        if (_historySizes.Keys.FirstOrDefault(type => _registry.Find(type) is null) is { } unknown) throw UnknownEvent(unknown);
    }
}
