namespace EventGen;

/// <summary>What is known of an event without emitting it: its id, its payload's schema, who handles and publishes it.</summary>
public sealed record EventDescriptor
{
    /// <summary>The event's name on the wire, such as <c>order.placed</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the event means; empty when nothing describes it.</summary>
    public string Description { get; init; } = "";

    /// <summary>The version of the payload's contract.</summary>
    /// <value>Default: 1.</value>
    public int Version { get; init; } = 1;

    /// <summary>The older versions that are read and upgraded, as <see cref="EventUpgradeAttribute"/> says, the oldest first.</summary>
    public IReadOnlyList<int> UpgradesFrom { get; init; } = [];

    /// <summary>The type that was marked <c>[Event]</c>.</summary>
    public required Type PayloadType { get; init; }

    /// <summary>The payload's parts, in the order of their declaration.</summary>
    public IReadOnlyList<EventField> Fields { get; init; } = [];

    /// <summary>Whether a part of the payload, or of what it holds, is marked <see cref="SensitiveAttribute"/>.</summary>
    public bool HasSensitiveParts { get; init; }

    /// <summary>The names of the publishers the event goes to, in the order of declaration. On a bus, without those that are switched off.</summary>
    public IReadOnlyList<string> Publishers { get; init; } = [];

    /// <summary>Those of <see cref="Publishers"/> that get the event also when the bus has received it: <see cref="PublishToAttribute.OnReceive"/>.</summary>
    public IReadOnlyList<string> PublishersOnReceive { get; init; } = [];

    /// <summary>The names of the compile-time handlers on this bus, in the order in which they run.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = [];

    /// <summary>Whether the event is durable: marked <see cref="DurableAttribute"/>.</summary>
    public bool IsDurable { get; init; }

    /// <summary>The name of the part that orders queued deliveries; <see langword="null"/> when none does.</summary>
    public string? Key { get; init; }

    /// <summary>The entities whose changes fire the event, in the order of declaration.</summary>
    public IReadOnlyList<EventTriggerDescriptor> Triggers { get; init; } = [];

    /// <summary>The event in words.</summary>
    public override string ToString() =>
        $"'{Id}' of {PayloadType}, version {Version}{(IsDurable ? ", durable" : "")}{(Key is null ? "" : $", ordered by {Key}")}{Named("published to", Publishers)}{Named("handled by", Handlers)}";

    private static string Named(string what, IReadOnlyList<string> names) => names.Count == 0 ? "" : $", {what} {string.Join(" and ", names)}";
}
