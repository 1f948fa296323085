using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The handlers of an event that several modules handle, in one order; also those of one that none does.</summary>
internal sealed class MergedHandlerTable<T> : HandlerTable<T>
{
    private readonly (HandlerTable<T> Table, int Index, HandlerInfo Handler)[] _order;

    public MergedHandlerTable(HandlerInstances instances, List<HandlerTable<T>> parts, HandlerLocation[] order)
        : base(instances) =>
        _order = Array.ConvertAll(order, place => (parts[place.Part], place.Index, place.Handler));

    public override ValueTask Invoke(int index, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        var (table, inner, _) = _order[index];
        return table.Invoke(inner, payload, context, cancellationToken);
    }
}
