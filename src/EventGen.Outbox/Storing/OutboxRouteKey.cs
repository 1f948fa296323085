namespace EventGen;

/// <summary>Where a row goes: an event in one version, and the targets it has still to reach. Immutable; equal when all of it is.</summary>
public sealed class OutboxRouteKey : IEquatable<OutboxRouteKey>
{
    /// <summary>Makes a route.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <param name="version">The event's version.</param>
    /// <param name="targets">The names of its handlers and publishers, in any order.</param>
    public OutboxRouteKey(string eventId, int version, IEnumerable<string> targets)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        ArgumentNullException.ThrowIfNull(targets);
        (EventId, Version) = (eventId, version);
        string[] sorted = [.. targets];
        Array.Sort(sorted, StringComparer.Ordinal);
        Targets = sorted;
    }

    /// <summary>The event's name on the wire.</summary>
    public string EventId { get; }

    /// <summary>The event's version.</summary>
    public int Version { get; }

    /// <summary>The names of the handlers and publishers, sorted ordinally.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <inheritdoc/>
    public bool Equals(OutboxRouteKey? other) =>
        other is not null && EventId == other.EventId && Version == other.Version && Targets.SequenceEqual(other.Targets, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OutboxRouteKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(EventId, StringComparer.Ordinal);
        hash.Add(Version);
        foreach (string target in Targets) hash.Add(target, StringComparer.Ordinal);
        return hash.ToHashCode();
    }
}
