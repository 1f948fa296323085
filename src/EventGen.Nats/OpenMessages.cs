namespace EventGen.Nats;

/// <summary>The messages of a stream that this process has, and those that it had a moment ago. Thread safe.</summary>
internal sealed class OpenMessages
{
    private const int Remembered = 10_000;

    private readonly object _gate = new();

    // Under _gate. Of the stream as it is now; one that was deleted and made again begins to count anew.
    private readonly Dictionary<ulong, OpenMessage> _open = [];
    private readonly RecentSequences _handled = new(Remembered);
    private readonly RecentSequences _returned = new(Remembered);
    private DateTimeOffset? _created;
    private int _life;

    /// <summary>How many the bus has.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _open.Count;
        }
    }

    /// <summary>Says which stream the following messages are of.</summary>
    /// <param name="created">When it was created.</param>
    /// <returns>False when it is another one than before.</returns>
    public bool Begin(DateTimeOffset created)
    {
        lock (_gate)
        {
            bool isSame = _created is null || _created == created;
            _created = created;
            if (isSame) return true;
            _life++;
            _open.Clear();
            _handled.Clear();
            _returned.Clear();
            return false;
        }
    }

    /// <summary>Notes a delivery.</summary>
    /// <returns>The message, or what to do about a delivery of one that this process has or had.</returns>
    public (OpenMessage? Message, bool IsHandled) Add(Delivery delivery)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(delivery.StreamSequence, out var open))
            {
                // The server took it for left behind. It is not, and counts under its new delivery.
                open.Reply = delivery.Reply;
                return (null, false);
            }

            if (_handled.Contains(delivery.StreamSequence)) return (null, true);
            return (_open[delivery.StreamSequence] = new OpenMessage(delivery, _life), false);
        }
    }

    /// <summary>Whether this process has given the message back, so that its deliveries are no sign of a handler that ends its process.</summary>
    public bool WasReturned(ulong sequence)
    {
        lock (_gate) return _returned.Contains(sequence);
    }

    /// <summary>Whether its stream is still there.</summary>
    public bool IsOfThisStream(OpenMessage message)
    {
        lock (_gate) return message.Life == _life;
    }

    /// <summary>The bus is done with it.</summary>
    public void Remove(OpenMessage message, bool isHandled)
    {
        lock (_gate)
        {
            if (message.Life != _life || !_open.Remove(message.Sequence)) return;
            (isHandled ? _handled : _returned).Add(message.Sequence);
        }
    }

    /// <summary>Where each is acknowledged.</summary>
    public string[] Replies()
    {
        lock (_gate) return [.. _open.Values.Select(static open => open.Reply)];
    }
}
