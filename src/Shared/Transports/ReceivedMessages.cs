namespace EventGen;

/// <summary>Gives a bus the messages that a transport receives; each has a place of a limiter until it is settled. Compiled into each transport. Thread safe.</summary>
/// <param name="receiver">The bus.</param>
/// <param name="limiter">Bounds how many it has. The caller takes the place, and the end of the message gives it back.</param>
internal sealed class ReceivedMessages(MessageReceiver receiver, InFlightLimiter limiter)
{
    /// <summary>Gives the bus a message; its turn in the queue is fixed when this returns.</summary>
    /// <param name="message">The message.</param>
    /// <param name="settled">Told what became of it, before the place is given back.</param>
    public Task ReceiveAsync(EventMessage message, Func<ReceiveResult, ValueTask>? settled = null) =>
        SettleAsync(receiver.ReceiveAsync(message, CancellationToken.None), settled);

    /// <summary>Has the bus reject a message that cannot be read. As long as its dead letter is being written, it has its place.</summary>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="content">The message as it came.</param>
    /// <param name="settled">Told what became of it, before the place is given back.</param>
    public Task RejectAsync(string fault, ReadOnlyMemory<byte> content, Func<ReceiveResult, ValueTask>? settled = null) =>
        SettleAsync(receiver.RejectAsync(fault, content), settled);

    /// <summary>Has the bus reject a message that can be read.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fault">Why it is not handled.</param>
    /// <param name="settled">Told what became of it, before the place is given back.</param>
    public Task RejectAsync(EventMessage message, string fault, Func<ReceiveResult, ValueTask>? settled = null) =>
        SettleAsync(receiver.RejectAsync(message, fault), settled);

    private async Task SettleAsync(ValueTask<ReceiveResult> receiving, Func<ReceiveResult, ValueTask>? settled)
    {
        try
        {
            var result = await receiving.ConfigureAwait(false);
            if (settled is not null) await settled(result).ConfigureAwait(false);
        }
        finally
        {
            limiter.Leave();
        }
    }
}
