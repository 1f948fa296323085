using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EventGen.Nats;

/// <summary>What the server says of one delivery of a message of a stream: it is written in the subject of the acknowledgement.</summary>
/// <param name="Reply">Where it is acknowledged.</param>
/// <param name="Times">How often the message has been delivered, this time included.</param>
/// <param name="StreamSequence">Its number in the stream.</param>
/// <param name="ConsumerSequence">The number of the delivery; each of the consumer has the next.</param>
/// <param name="Pending">How many messages of the stream had not been delivered yet.</param>
internal sealed record Delivery(string Reply, long Times, ulong StreamSequence, ulong ConsumerSequence, ulong Pending = 0)
{
    private const int ShortForm = 9;
    private const int LongForm = 11;

    /// <summary>Reads <c>$JS.ACK.[domain.account.]stream.consumer.times.stream-sequence.consumer-sequence.time.pending</c>.</summary>
    public static bool TryParse(string? reply, [NotNullWhen(true)] out Delivery? delivery)
    {
        delivery = null;
        if (reply is null || !reply.StartsWith("$JS.ACK.", StringComparison.Ordinal)) return false;

        // Those beyond the long form are of servers to come; they are left together in one more.
        Span<Range> parts = stackalloc Range[LongForm + 1];
        int count = reply.AsSpan().Split(parts, '.');
        int at = count == ShortForm ? 4 : count >= LongForm ? 6 : -1;
        if (at < 0
            || !long.TryParse(reply.AsSpan(parts[at]), NumberStyles.None, CultureInfo.InvariantCulture, out long times)
            || !ulong.TryParse(reply.AsSpan(parts[at + 1]), NumberStyles.None, CultureInfo.InvariantCulture, out ulong stream)
            || !ulong.TryParse(reply.AsSpan(parts[at + 2]), NumberStyles.None, CultureInfo.InvariantCulture, out ulong consumer)
            || !ulong.TryParse(reply.AsSpan(parts[at + 4]), NumberStyles.None, CultureInfo.InvariantCulture, out ulong pending)) return false;
        delivery = new Delivery(reply, times, stream, consumer, pending);
        return true;
    }
}
