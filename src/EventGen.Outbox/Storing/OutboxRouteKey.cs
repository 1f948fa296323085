namespace EventGen;

/// <summary>Where a row goes: an event in one version, and the targets it has still to reach. Immutable; equal when all of it is.</summary>
public sealed class OutboxRouteKey : IEquatable<OutboxRouteKey>
{
    private readonly string[] _targets;

    // Each event is looked up by its route several times on its way through the store.
    private readonly int _hash;

    /// <summary>Makes a route.</summary>
    /// <param name="eventId">The event's name on the wire.</param>
    /// <param name="version">The event's version.</param>
    /// <param name="targets">The names of its handlers and publishers, in any order.</param>
    public OutboxRouteKey(string eventId, int version, IEnumerable<string> targets)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        ArgumentNullException.ThrowIfNull(targets);
        (EventId, Version, _targets) = (eventId, version, [.. targets]);
        Array.Sort(_targets, StringComparer.Ordinal);
        var hash = default(HashCode);
        hash.Add(EventId, StringComparer.Ordinal);
        hash.Add(Version);
        foreach (string target in _targets) hash.Add(target, StringComparer.Ordinal);
        _hash = hash.ToHashCode();
    }

    /// <summary>The event's name on the wire.</summary>
    public string EventId { get; }

    /// <summary>The event's version.</summary>
    public int Version { get; }

    /// <summary>The names of the handlers and publishers, sorted ordinally.</summary>
    public IReadOnlyList<string> Targets => _targets;

    /// <inheritdoc/>
    public bool Equals(OutboxRouteKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Version == other.Version && EventId == other.EventId && _targets.AsSpan().SequenceEqual(other._targets));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OutboxRouteKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
