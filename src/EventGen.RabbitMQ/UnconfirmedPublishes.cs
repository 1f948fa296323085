namespace EventGen.RabbitMQ;

/// <summary>What one channel has published and the server has not confirmed, by the number that the server gives it. Not thread safe.</summary>
internal sealed class UnconfirmedPublishes
{
    private readonly Dictionary<ulong, UnconfirmedPublish> _publishes = [];

    // The server counts from 1.
    private ulong _next = 1;

    /// <summary>The smallest number that is not confirmed; the next one where all are.</summary>
    public ulong Oldest { get; private set; } = 1;

    public IEnumerable<UnconfirmedPublish> All => _publishes.Values;

    /// <summary>Gives a publish its number.</summary>
    public void Add(UnconfirmedPublish publish)
    {
        publish.Number = _next++;
        _publishes.Add(publish.Number, publish);
    }

    /// <summary>Takes the last one back, which has not left: the next one gets its number, as in the client's own count.</summary>
    public void TakeBack(UnconfirmedPublish publish)
    {
        if (_publishes.Remove(publish.Number)) _next--;
    }

    /// <summary>The server has answered.</summary>
    /// <param name="number">The publish.</param>
    /// <param name="multiple">Whether those before it are answered as well.</param>
    /// <param name="answered">Gets what has been answered.</param>
    public void Answer(ulong number, bool multiple, List<UnconfirmedPublish> answered)
    {
        for (ulong one = multiple ? Oldest : number; one <= number && one < _next; one++)
            if (_publishes.Remove(one, out var publish)) answered.Add(publish);
        while (Oldest < _next && !_publishes.ContainsKey(Oldest)) Oldest++;
    }

    /// <summary>The publish of a message that the server has returned. Of two with the same id, which have the same routing key, the older one comes back first.</summary>
    public UnconfirmedPublish? Find(string? messageId)
    {
        for (ulong number = Oldest; number < _next; number++)
            if (_publishes.TryGetValue(number, out var publish) && !publish.IsReturned && publish.Properties.MessageId == messageId) return publish;
        return null;
    }

    public void Clear() => _publishes.Clear();
}
