using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>Gives the bus the messages of partitions, again where it could not keep what became of one. Thread safe.</summary>
/// <param name="receiver">The bus.</param>
/// <param name="limiter">Bounds how many it has. The caller takes the place, and the end of the message gives it back.</param>
/// <param name="own">What the application has published itself.</param>
/// <param name="stopping">Cancelled when nothing more is to be given.</param>
internal sealed class MessageHandover(MessageReceiver receiver, InFlightLimiter limiter, OwnMessages own, CancellationToken stopping)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    /// <summary>Whether the application has published the message itself.</summary>
    public bool IsOwn(Message<byte[]?, byte[]?> incoming) => own.Contains(WireForm.Group(incoming));

    /// <summary>Gives the bus a message; its turn in the queue is fixed when this returns.</summary>
    /// <param name="partition">Whose message it is.</param>
    /// <param name="ticket">Settled when the bus is done with it.</param>
    /// <param name="incoming">The message.</param>
    public async Task GiveAsync(AssignedPartition partition, long ticket, Message<byte[]?, byte[]?> incoming)
    {
        try
        {
            var pause = s_firstPause;
            while (!(await GiveAsync(incoming).ConfigureAwait(false)).IsSettled)
            {
                await Task.Delay(pause, receiver.TimeProvider, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

                // Whoever gets the partition next begins with it.
                if (stopping.IsCancellationRequested || partition.IsGivenBack) return;
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }

            partition.Settle(ticket);
        }
        finally
        {
            limiter.Leave();
        }
    }

    private ValueTask<ReceiveResult> GiveAsync(Message<byte[]?, byte[]?> incoming) =>
        WireForm.TryRead(incoming, receiver.Limits, out var message, out string? fault)
            ? receiver.ReceiveAsync(message!, CancellationToken.None)
            : receiver.RejectAsync(fault!, WireForm.Keep(incoming, receiver.Limits));
}
