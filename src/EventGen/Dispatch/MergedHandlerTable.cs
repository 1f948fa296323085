using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The handlers of an event that several modules handle, in one order; also those of one that none does.</summary>
internal sealed class MergedHandlerTable<T> : HandlerTable<T>
{
    private readonly (HandlerTable<T> Table, int Index, HandlerInfo Handler)[] _order;

    public MergedHandlerTable(HandlerInstances instances, List<HandlerTable<T>> parts, HandlerPlace[] order)
        : base(instances) =>
        _order = Array.ConvertAll(order, place => (parts[place.Part], place.Index, place.Handler));

    protected internal override void RunSynchronous(T payload, EventContext? context)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            var (table, index, handler) = _order[i];
            if ((handler.Traits & HandlerTraits.Asynchronous) != 0) continue;
            try
            {
                table.Invoke(index, payload, context, Stopping).GetAwaiter().GetResult();
            }
            catch (Exception exception)
            {
                Fail(i, payload, context, exception);
            }
        }
    }

    protected internal override ValueTask RunAll(T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            ValueTask pending;
            try
            {
                pending = Invoke(i, payload, context, cancellationToken);
            }
            catch (Exception exception)
            {
                pending = ValueTask.FromException(exception);
            }

            if (!pending.IsCompletedSuccessfully) return Resume(i, pending, payload, context, mode, cancellationToken);
            pending.GetAwaiter().GetResult();
        }

        return default;
    }

    protected internal override ValueTask Invoke(int index, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        var (table, inner, _) = _order[index];
        return table.Invoke(inner, payload, context, cancellationToken);
    }
}
