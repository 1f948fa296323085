using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The handlers of an event that several modules handle, in one order; also those of one that none does.</summary>
internal sealed class MergedHandlerTable<T> : IndexedHandlerTable<T>
{
    private readonly (HandlerTable<T> Table, int Index, HandlerInfo Handler)[] _order;

    public MergedHandlerTable(HandlerInstances instances, IReadOnlyCollection<HandlerTable<T>> parts)
        : base(instances)
    {
        // Most often there is nothing to sort, and sorting brings much code to life when a bus starts.
        if (parts.Count == 0)
        {
            _order = [];
            return;
        }

        _order =
        [
            .. parts
                .SelectMany(static table => table.Handlers.Select((handler, index) => (table, index, handler)))
                .OrderBy(static place => place.handler.Order)
                .ThenBy(static place => place.handler.Method, StringComparer.Ordinal),
        ];
    }

    public HandlerInfo[] Order() => Array.ConvertAll(_order, static place => place.Handler);

    protected internal override ValueTask Invoke(int index, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        var (table, inner, _) = _order[index];
        return table.Invoke(inner, payload, context, cancellationToken);
    }
}
