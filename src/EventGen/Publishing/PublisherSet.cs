using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The publishers of one bus, by name. Immutable and thread safe.</summary>
/// <param name="publishers">The publishers, by the names that they had when they were added.</param>
/// <param name="time">Tells how long each has failed.</param>
/// <param name="downLimit">How long one may fail before it counts as down.</param>
/// <param name="logger">Told when durable events wait for one.</param>
internal sealed class PublisherSet(Dictionary<string, IEventPublisher> publishers, TimeProvider time, TimeSpan downLimit, ILogger logger)
{
    private readonly Dictionary<string, PublisherSlot> _slots = publishers.Count == 0 ? [] : Slot(publishers, time, logger);

    public IReadOnlyCollection<PublisherSlot> Slots => _slots.Values;

    /// <summary>Those that are publishing now, in words, ordinally.</summary>
    public IReadOnlyList<string> Publishing
    {
        get
        {
            if (_slots.Count == 0) return [];
            List<string> publishing = [];
            foreach (var slot in _slots.Values)
            {
                if (slot.IsPublishing) publishing.Add($"publisher '{slot.Name}'");
            }

            publishing.Sort(StringComparer.Ordinal);
            return publishing;
        }
    }

    public PublisherSlot? Find(string name) => _slots.GetValueOrDefault(name);

    /// <summary>The servers of those that name them, by publisher. A publisher is known by the name that it had when it was added.</summary>
    public PublisherServer[] Servers() =>
    [
        .. from slot in _slots.Values.OrderBy(static slot => slot.Name, StringComparer.Ordinal)
           where slot.Publisher is IEventPublisherServers
           from server in ((IEventPublisherServers)slot.Publisher).Servers
           select server with { Publisher = slot.Name },
    ];

    /// <summary>Those of the names that are used. A name that nobody answers to is left: it is an error, told when the bus starts.</summary>
    /// <param name="names">Returned itself where all are used.</param>
    public IReadOnlyList<string> Enabled(IReadOnlyList<string> names)
    {
        int off = 0;
        foreach (string name in names) off += IsSwitchedOff(name) ? 1 : 0;
        if (off == 0) return names;
        List<string> enabled = new(names.Count - off);
        foreach (string name in names)
        {
            if (!IsSwitchedOff(name)) enabled.Add(name);
        }

        return enabled;
    }

    /// <summary>How each fares that is used or that something waits for, by name, and whether it tells so itself.</summary>
    public (PublisherHealth Health, bool IsOwn)[] Health() =>
        [.. _slots.Values.Where(static slot => slot.IsTold).Select(slot => (Health: slot.Health(downLimit), slot.TellsHealth)).OrderBy(static publisher => publisher.Health.Name, StringComparer.Ordinal)];

    private bool IsSwitchedOff(string name) => Find(name) is { IsEnabled: false };

    private static Dictionary<string, PublisherSlot> Slot(Dictionary<string, IEventPublisher> publishers, TimeProvider time, ILogger logger)
    {
        var slots = new Dictionary<string, PublisherSlot>(publishers.Count, StringComparer.Ordinal);
        foreach (var (name, publisher) in publishers) slots.Add(name, new PublisherSlot(name, publisher, time, logger));
        return slots;
    }
}
