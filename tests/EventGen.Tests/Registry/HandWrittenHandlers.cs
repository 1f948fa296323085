using EventGen.CompilerServices;

namespace EventGen.Tests.Registry;

/// <summary>A table of handlers that no generator wrote: each logs its name, and those marked asynchronous yield first.</summary>
internal sealed class HandWrittenHandlers(HandlerInstances instances, params HandlerInfo[] handlers) : HandlerTable<CallLog>(instances)
{
    public override void RunSynchronous(CallLog payload, EventContext? context)
    {
        foreach (var handler in handlers)
        {
            if ((handler.Traits & HandlerTraits.Asynchronous) == 0) payload.Add(handler.Name);
        }
    }

    public override ValueTask RunAll(CallLog payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        handlers.Length == 0 ? default : Resume(0, Invoke(0, payload, context, cancellationToken), payload, context, mode, cancellationToken);

    public override async ValueTask Invoke(int index, CallLog payload, EventContext? context, CancellationToken cancellationToken)
    {
        if ((handlers[index].Traits & HandlerTraits.Asynchronous) != 0) await Task.Yield();
        payload.Add(handlers[index].Name);
        if (handlers[index].Name.Contains("fail", StringComparison.Ordinal)) throw new InvalidOperationException(handlers[index].Name);
    }
}
