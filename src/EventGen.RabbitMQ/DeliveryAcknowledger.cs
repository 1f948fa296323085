using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>Tells the server what became of the messages of one channel, of many in one command. Thread safe.</summary>
/// <remarks>
/// While it tells of some, others gather. A command may be about all messages up to one: it is used up to the oldest that the bus still has. Those behind it are told of
/// one by one, for one that is handled for long must not hold up what the server sends.
/// </remarks>
/// <param name="channel">The channel.</param>
internal sealed class DeliveryAcknowledger(IChannel channel) : IThreadPoolWorkItem
{
    // Held for a few instructions.
    private readonly object _gate = new();

    // Under _gate. Those that nobody has settled, in the order of their numbers.
    private Delivery? _first;
    private Delivery? _last;
    private int _open;

    // Under _gate. Those that have been settled; the other list is that of who tells of them.
    private List<Delivery> _settled = [];
    private List<Delivery> _told = [];
    private TaskCompletionSource? _telling;

    public bool IsOpen => channel.IsOpen;

    /// <summary>How many messages nobody has settled.</summary>
    public int Open
    {
        get
        {
            lock (_gate) return _open;
        }
    }

    /// <summary>Completes when the client has been given what there was to tell.</summary>
    public Task Told
    {
        get
        {
            lock (_gate) return _telling?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>Takes note of a message. Each has to be here before the next, or the server would forget what nobody has handled.</summary>
    public void Add(Delivery delivery)
    {
        lock (_gate)
        {
            delivery.Previous = _last;
            if (_last is null) _first = delivery;
            else _last.Next = delivery;
            _last = delivery;
            _open++;
        }
    }

    /// <summary>The bus is done with a message.</summary>
    public void Settle(Delivery delivery, bool isHandled)
    {
        lock (_gate)
        {
            delivery.IsHandled = isHandled;
            _settled.Add(delivery);
            if (_telling is not null) return;
            _telling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // Behind what else is to be done, so that more than one gather when there is much.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = TellAsync();

    private async Task TellAsync()
    {
        while (Take() is { } oldest)
        {
            try
            {
                await TellAsync(_told, oldest).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The channel is closed. What the server has not been told of, it delivers again.
            }
        }
    }

    // What is given back comes first: it must not be among all those up to one.
    private async ValueTask TellAsync(List<Delivery> settled, ulong oldest)
    {
        var (upTo, count) = (0ul, 0);
        foreach (var delivery in settled)
        {
            if (!delivery.IsHandled) await channel.BasicNackAsync(delivery.Tag, multiple: false, requeue: true).ConfigureAwait(false);
            else if (delivery.Tag < oldest) (upTo, count) = (Math.Max(upTo, delivery.Tag), count + 1);
        }

        if (count > 0) await channel.BasicAckAsync(upTo, multiple: count > 1).ConfigureAwait(false);
        foreach (var delivery in settled)
            if (delivery.IsHandled && delivery.Tag > oldest) await channel.BasicAckAsync(delivery.Tag, multiple: false).ConfigureAwait(false);
    }

    // The number of the oldest that is still open, and behind it all there will be; null when there is nothing to tell.
    private ulong? Take()
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            if (_settled.Count > 0)
            {
                _told.Clear();
                (_settled, _told) = (_told, _settled);
                foreach (var delivery in _told) Remove(delivery);
                return _first?.Tag ?? ulong.MaxValue;
            }

            told = _telling!;
            _telling = null;
        }

        told.SetResult();
        return null;
    }

    // Under _gate.
    private void Remove(Delivery delivery)
    {
        if (delivery.Previous is { } previous) previous.Next = delivery.Next;
        else _first = delivery.Next;
        if (delivery.Next is { } next) next.Previous = delivery.Previous;
        else _last = delivery.Previous;
        (delivery.Previous, delivery.Next) = (null, null);
        _open--;
    }
}
