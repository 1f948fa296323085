using System.Data.Common;

namespace EventGen;

/// <summary>Keeps the events of one change until all of them are made. Not thread safe.</summary>
/// <param name="bus">The bus that emits them.</param>
/// <param name="transaction">The transaction to write them in; <see langword="null"/> for none.</param>
internal sealed class TriggeredEmits(EventBus bus, DbTransaction? transaction) : IEntityTriggerSink
{
    private readonly List<Func<CancellationToken, ValueTask>> _all = [];

    public IEnumerable<Func<CancellationToken, ValueTask>> All => _all;

    public void Emit<T>(T payload)
    {
        var topic = bus.Topic<T>();
        if (transaction is null)
        {
            _all.Add(token => topic.EmitAsync(payload, token));
            return;
        }

        if (!topic.Descriptor.IsDurable)
        {
            throw new InvalidOperationException(
                $"The change fires '{topic.Descriptor.Id}', which is not durable and so cannot be written in a transaction. Mark {typeof(T).Name} with [Durable], or call ChangedAsync without a transaction after the commit.");
        }

        _all.Add(token => topic.EmitAsync(payload, transaction, token));
    }
}
