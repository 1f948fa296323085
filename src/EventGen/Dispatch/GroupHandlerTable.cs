using EventGen.CompilerServices;

namespace EventGen;

/// <summary>A module's handlers of a group, as handlers of one event of it.</summary>
internal sealed class GroupHandlerTable<TGroup, T>(HandlerInstances instances, HandlerTable<TGroup> handlers) : HandlerTable<T>(instances)
    where T : TGroup
{
    public override ValueTask Invoke(int index, T payload, EventContext? context, CancellationToken cancellationToken) =>
        handlers.Invoke(index, payload, context, cancellationToken);
}
