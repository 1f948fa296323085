using System.Runtime.CompilerServices;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Runs targets with nothing around the calls: handlers by the generated code, in one go.</summary>
internal sealed class DirectStage<T>(EventTopic<T> topic, TopicParts<T> parts, DispatchFlags flags) : HandlersStage<T>(topic, parts, flags)
{
    private readonly HandlerTable<T> _handlers = parts.Handlers;
    private readonly DeliveryLoop<T> _loop = parts.Loop;

    protected override IDeliveryCaller<T> Caller => DirectCaller<T>.Instance;

    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        // Without a finally: what is called here throws nothing.
        ref int depth = ref EmitDepth.Current;
        if (depth >= MaxDepth) EmitDepth.RefuseAt(MaxDepth, EventId);
        depth++;
        _handlers.RunSynchronous(payload, context);
        if (!subscribers.IsEmpty) _loop.Run(subscribers, guard: null, payload, context, Stopping);
        depth--;
    }

    // The same, compiled for this class alone, in which the call of the handlers needs no look at which stage it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool RunQueued(T payload, EventContext? context, SubscriberTable<T> subscribers, QueuedPart part, ulong partition, ref ValueTask running) =>
        base.RunQueued(payload, context, subscribers, part, partition, ref running);

    protected override ValueTask RunHandlers(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        _handlers.RunAll(payload, context, mode, cancellationToken);
}
