using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace EventGen.CompilerServices;

/// <summary>What the declaring assembly knows of an event. Written by the generator.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventDefinition<T>
{
    /// <summary>The event's descriptor, without handlers: those depend on the bus.</summary>
    public required EventDescriptor Descriptor { get; init; }

    /// <summary>Reads the key that orders deliveries; <see langword="null"/> for an event without one.</summary>
    public Func<T, PartitionKey>? Key { get; init; }

    /// <summary>
    /// The payload's JSON contract, from the user's <c>JsonSerializerContext</c>; <see langword="null"/> when no context lists the event.
    /// </summary>
    public Func<JsonTypeInfo<T>>? Json { get; init; }

    /// <summary>Reads payloads of the current version; only where <see cref="Json"/> is. Created by the first one: if two threads race, both instances read alike.</summary>
    internal StrictJson<T> Reader => field ??= new StrictJson<T>(Json!(), [.. Descriptor.Fields.Where(static part => part.Required).Select(static part => part.Name)]);

    /// <summary>How payloads of older versions are read: those of <see cref="EventDescriptor.UpgradesFrom"/>.</summary>
    public IReadOnlyList<EventUpgrade<T>> Upgrades { get; init; } = [];

    /// <summary>The paths of the parts marked <see cref="SensitiveAttribute"/>, in each version.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>The event's <see cref="RetryAttribute"/>; <see langword="null"/> for an event without one.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The event's <see cref="HandlerTimeoutAttribute"/>; <see langword="null"/> for an event without one.</summary>
    public TimeSpan? HandlerTimeout { get; init; }
}
