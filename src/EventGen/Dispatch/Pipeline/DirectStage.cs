using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Runs targets with nothing around the calls: handlers by the generated code, in one go.</summary>
internal sealed class DirectStage<T>(EventTopic<T> topic, TopicParts<T> parts, DispatchFlags flags) : HandlersStage<T>(topic, parts, flags)
{
    private readonly HandlerTable<T> _handlers = parts.Handlers;
    private readonly DeliveryLoop<T> _loop = parts.Loop;
    private readonly CancellationToken _stopping = topic.Services.Stopping;

    protected override IDeliveryCaller<T> Caller => DirectCaller<T>.Instance;

    protected override void RunSynchronous(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        _handlers.RunSynchronous(payload, context);
        if (!subscribers.IsEmpty) _loop.Run(subscribers, guard: null, payload, context, _stopping);
    }

    protected override ValueTask RunHandlers(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        _handlers.RunAll(payload, context, mode, cancellationToken);
}
