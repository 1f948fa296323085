using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Runs targets with something around each call: middleware, a time limit, a span. So handlers are called one by one.</summary>
internal class GuardedStage<T>(EventTopic<T> topic, TopicParts<T> parts, DispatchFlags flags) : HandlersStage<T>(topic, parts, flags)
{
    protected override IDeliveryCaller<T> Caller => Parts.Invoker;

    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        EmitDepth.RefuseAt(MaxDepth, EventId);
        EmitDepth.Current++;
        Run(Parts.Handlers.Targets, payload, context);
        if (!subscribers.IsEmpty) Run(subscribers, payload, context);
        EmitDepth.Current--;
    }

    protected override ValueTask RunHandlers(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        Parts.Loop.RunAsync(Parts.Handlers.Targets, Caller, payload, context, mode, asynchronousOnly: false, cancellationToken);

    private void Run(DeliveryTargets<T> targets, T payload, EventContext? context) =>
        Parts.Loop.Run(targets, Parts.Invoker, payload, context, Stopping);
}
