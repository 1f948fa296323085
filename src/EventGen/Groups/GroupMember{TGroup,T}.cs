namespace EventGen;

/// <inheritdoc/>
internal sealed class GroupMember<TGroup, T>(EventTopic<T> topic) : GroupMember<TGroup>
    where TGroup : class
    where T : TGroup
{
    public override EventTopic Topic => topic;

    public override int Slot => TopicIndex<T>.Index;

    public override object? History => topic.History?.Gate;

    public override void Emit(TGroup payload) => topic.Emit((T)payload);

    public override ValueTask EmitAsync(TGroup payload, CancellationToken cancellationToken) => topic.EmitAsync((T)payload, cancellationToken);

    public override ValueTask InvokeAsync(TGroup payload, CancellationToken cancellationToken) => topic.InvokeAsync((T)payload, cancellationToken);

    public override bool TryEnqueue(TGroup payload) => topic.TryEnqueue((T)payload);

    public override EventSubscription Prepare(RunTimeHandler<TGroup> handler) => new TopicSubscription<T>(topic, handler.Original.FullName(), handler.Needs)
    {
        Plain = handler.Plain is { } plain ? payload => plain(payload) : null,
        Synchronous = handler.Synchronous is { } synchronous ? (payload, context, token) => synchronous(payload, context, token) : null,
        Asynchronous = handler.Asynchronous is { } asynchronous ? (payload, context, token) => asynchronous(payload, context, token) : null,
    };

    public override EventSubscription Prepare(StreamBuffer<TGroup> buffer) => topic.Feed(buffer, static payload => payload);

    public override void Add(EventSubscription prepared) => topic.Add((TopicSubscription<T>)prepared);

    public override void ReportFilter(EventSubscription stream, TGroup payload, Exception exception) =>
        topic.ReportFilter((TopicSubscription<T>)stream, (T)payload, exception);

    public override void CopyHistory(List<(long Order, TGroup Event)> kept)
    {
        foreach (var (order, payload) in topic.History!.Newest) kept.Add((order, payload));
    }
}
