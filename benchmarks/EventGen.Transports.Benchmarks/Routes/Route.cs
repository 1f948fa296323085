using System.Globalization;
using System.Text.Json;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>Events from here to here over a server; what is received is only counted.</summary>
internal abstract class Route : IAsyncDisposable
{
    public const string Group = "group";
    public const string EventId = "benchmark.shipped";

    private static readonly EnvelopeMetadata s_none = new();

    // Interlocked only. A bus has ids from a generator of its own, at a tenth of what those of the framework cost.
    private static int s_sent;

    // Replaced whole by Expect.
    private TaskCompletionSource _arrived = new();
    private TaskCompletionSource _begun = new();
    private int _expected;
    private int _left;

    /// <summary>Completes when the first of those has been received that are expected.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Makes what it needs on the server, so that what is sent is kept for it, and gets ready to send.</summary>
    public abstract Task PrepareAsync();

    /// <summary>Begins to receive.</summary>
    public abstract Task ListenAsync();

    /// <summary>Sends one event, and waits until the server has it.</summary>
    public abstract ValueTask SendAsync(Shipped shipped);

    /// <summary>Completes when as many more have been received.</summary>
    public Task Expect(int count)
    {
        _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected = count;
        Volatile.Write(ref _left, count);
        return _arrived.Task;
    }

    public abstract ValueTask DisposeAsync();

    protected void Count()
    {
        int left = Interlocked.Decrement(ref _left);
        if (left == _expected - 1) _begun.SetResult();
        if (left == 0) _arrived.SetResult();
    }

    protected static Guid NextId() => new(Interlocked.Increment(ref s_sent), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    protected static byte[] Write(Shipped shipped) => JsonSerializer.SerializeToUtf8Bytes(shipped, ShippedJson.Default.Shipped);

    /// <summary>A message that says all that EventGen's says, for a broker without headers.</summary>
    protected static byte[] WriteEnvelope(Shipped shipped) =>
        JsonSerializer.SerializeToUtf8Bytes(new Envelope(NextId(), EventId, shipped, s_none, DateTime.UtcNow), ShippedJson.Default.Envelope);

    /// <summary>The same for a broker with headers: what a CloudEvent has.</summary>
    protected static (string Name, string Value)[] Attributes(Guid id) =>
        [("specversion", "1.0"), ("id", id.ToString()), ("source", "urn:eventgen"), ("type", EventId), ("time", DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture))];

    /// <summary>What a receiver does with a message of <see cref="WriteEnvelope"/>.</summary>
    protected void TakeEnvelope(ReadOnlySpan<byte> message)
    {
        if (JsonSerializer.Deserialize(message, ShippedJson.Default.Envelope) is { Type: EventId }) Count();
    }

    /// <summary>What a receiver does with a message that has <see cref="Attributes"/>.</summary>
    protected void Take(string id, string type, string time, ReadOnlySpan<byte> payload)
    {
        bool isRead = Guid.TryParse(id, out _) & DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out _) & type == EventId;
        if (isRead && JsonSerializer.Deserialize(payload, ShippedJson.Default.Shipped) is not null) Count();
    }
}
