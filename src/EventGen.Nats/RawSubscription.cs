using System.Buffers;
using NATS.Client.Core;

namespace EventGen.Nats;

/// <summary>A subscription that reads headers itself: what cannot be read is the receiver's to reject, and stops nothing.</summary>
/// <param name="connection">The connection.</param>
/// <param name="subject">The subject.</param>
/// <param name="receive">Called by the client's reader, one call after the other; it neither blocks nor throws.</param>
internal sealed class RawSubscription(INatsConnection connection, string subject, Action<Incoming> receive)
    : NatsSubBase(connection, connection.SubscriptionManager, subject, queueGroup: null, opts: null)
{
    /// <summary>Ends it, where there still is a connection.</summary>
    public async Task EndAsync()
    {
        try
        {
            await DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection takes it along.
        }
    }

    protected override ValueTask ReceiveInternalAsync(string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        // The client uses its buffers again.
        receive(new Incoming(subject, replyTo, HeaderBlock.Parse(headersBuffer ?? default), payloadBuffer.ToArray()));
        return default;
    }

    protected override void TryComplete()
    {
    }
}
