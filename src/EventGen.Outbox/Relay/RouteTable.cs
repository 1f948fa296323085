namespace EventGen.Outbox;

/// <summary>The routes that the store knows, and which of them this instance takes. Used by the loop; reads are thread safe.</summary>
internal sealed class RouteTable(IReadOnlyList<DurableTopic> topics, TimeSpan unknownAfter)
{
    // Under each version that is read. An older one is upgraded, so its rows need not wait for an instance that has nothing newer.
    private readonly Dictionary<(string EventId, int Version), DurableTopic> _topics = topics
        .SelectMany(static topic => topic.Descriptor.UpgradesFrom.Append(topic.Descriptor.Version).Select(version => (Topic: topic, Version: version)))
        .ToDictionary(static read => (read.Topic.Descriptor.Id, read.Version), static read => read.Topic);

    private readonly Dictionary<DurableTopic, (OutboxRouteKey Emitted, OutboxRouteKey Received)> _own = topics.ToDictionary(
        static topic => topic,
        static topic => (Key(topic, topic.Targets), Key(topic, topic.ReceivedTargets)));

    // Replaced whole by the loop.
    private volatile IReadOnlyDictionary<OutboxRouteKey, int> _ids = new Dictionary<OutboxRouteKey, int>();
    private volatile IReadOnlyDictionary<int, OutboxRoute> _routes = new Dictionary<int, OutboxRoute>();

    /// <summary>The routes whose rows this instance takes.</summary>
    public IReadOnlyList<int> Taken { get; private set; } = [];

    public OutboxRouteKey EmittedOf(DurableTopic topic) => _own[topic].Emitted;

    public OutboxRouteKey ReceivedOf(DurableTopic topic) => _own[topic].Received;

    public bool TryGetId(OutboxRouteKey key, out int id) => _ids.TryGetValue(key, out id);

    public OutboxRoute? Find(int id) => _routes.GetValueOrDefault(id);

    public DurableTopic? TopicOf(OutboxRouteKey key) => _topics.GetValueOrDefault((key.EventId, key.Version));

    /// <summary>Tells the store what this instance has, and learns what there is.</summary>
    public async ValueTask SyncAsync(IOutboxStore store, IEnumerable<OutboxRouteKey> missing, CancellationToken cancellationToken)
    {
        OutboxRouteKey[] own =
        [
            .. _own.Values.SelectMany(static own => new[] { own.Emitted, own.Received })
                .Concat(_routes.Values.Select(static route => route.Key).Where(IsDeliverable))
                .Concat(missing)
                .Distinct(),
        ];
        var routes = await store.SyncRoutesAsync(own, cancellationToken).ConfigureAwait(false);
        _ids = routes.ToDictionary(static route => route.Key, static route => route.Id);
        _routes = routes.ToDictionary(static route => route.Id);
        Taken = [.. routes.Where(route => IsDeliverable(route.Key) || route.UnseenFor > unknownAfter).Select(static route => route.Id)];
    }

    private static OutboxRouteKey Key(DurableTopic topic, IReadOnlyList<string> targets) => new(topic.Descriptor.Id, topic.Descriptor.Version, targets);

    private bool IsDeliverable(OutboxRouteKey key) => TopicOf(key) is { } topic && key.Targets.All(target => topic.KnownTargets.Contains(target, StringComparer.Ordinal));
}
