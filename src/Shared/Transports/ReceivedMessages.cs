namespace EventGen;

/// <summary>Gives a bus the messages that a transport receives; each has a place of a limiter until it is settled. Compiled into each transport. Thread safe.</summary>
/// <typeparam name="TOpen">What the transport knows of a message that is not settled.</typeparam>
/// <param name="receiver">The bus.</param>
/// <param name="limiter">Bounds how many it has. The caller takes the place, and the end of the message gives it back.</param>
/// <param name="settle">Told what became of each, before its place is given back; <see langword="null"/> where the other side waits for no answer.</param>
internal sealed class ReceivedMessages<TOpen>(MessageReceiver receiver, InFlightLimiter limiter, Func<TOpen, ReceiveResult, ValueTask>? settle)
{
    /// <summary>Gives the bus a message; its turn in the queue is fixed when this returns.</summary>
    /// <param name="message">The message.</param>
    /// <param name="open">Goes to whoever is told what became of it.</param>
    public Task ReceiveAsync(EventMessage message, TOpen open) => SettleAsync(receiver.ReceiveAsync(message, CancellationToken.None), open);

    /// <summary>Has the bus reject a message that cannot be read. As long as its dead letter is being written, it has its place.</summary>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="content">The message as it came.</param>
    /// <param name="open">Goes to whoever is told what became of it.</param>
    public Task RejectAsync(string fault, ReadOnlyMemory<byte> content, TOpen open) => SettleAsync(receiver.RejectAsync(fault, content), open);

    /// <summary>Has the bus reject a message that can be read.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fault">Why it is not handled.</param>
    /// <param name="open">Goes to whoever is told what became of it.</param>
    public Task RejectAsync(EventMessage message, string fault, TOpen open) => SettleAsync(receiver.RejectAsync(message, fault), open);

    private async Task SettleAsync(ValueTask<ReceiveResult> receiving, TOpen open)
    {
        try
        {
            var result = await receiving.ConfigureAwait(false);
            if (settle is not null) await settle(open, result).ConfigureAwait(false);
        }
        finally
        {
            limiter.Leave();
        }
    }
}
