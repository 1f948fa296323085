namespace EventGen.Outbox;

// How what the database refuses is told from what is committed beside it.
internal sealed partial class Relay
{
    // A batch is divided fewer times until one of its parts is written. Beyond that the database refuses everything.
    private const int MaxRefusals = 20;

    // Somebody has to change something in the database, and one part of the batch may be the reason: the others are written all the same.
    // False where the store is to rest first, for it refuses everything, or what nobody can be told of.
    private bool TryIsolate(CommitBatch batch, OutboxStoreException exception)
    {
        if (_unsure is null) return true;   // everybody in it has been answered
        bool isKnown = batch is { Settlings: [{ Event.IsRefused: true }], Emits.Count: 0 };
        if (batch.Divide() is var (first, second))
        {
            _parts.Push(second);
            _parts.Push(first);
        }
        else if (batch.Emits is [var emit])
        {
            emit.Refuse(exception);
        }
        else if (batch.Settlings is [var settling])
        {
            _refused.Add(settling, exception.Message);
        }
        else
        {
            return false;
        }

        _unsure = null;
        return isKnown || ++_refusals <= MaxRefusals;
    }
}
