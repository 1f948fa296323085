namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>Events from here to here over a server; what is received is only counted.</summary>
internal abstract class Route : IAsyncDisposable
{
    public const string Group = "group";

    // Replaced whole by Expect.
    private TaskCompletionSource _arrived = new();
    private int _left;

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
        Volatile.Write(ref _left, count);
        return _arrived.Task;
    }

    public abstract ValueTask DisposeAsync();

    protected void Count()
    {
        if (Interlocked.Decrement(ref _left) == 0) _arrived.SetResult();
    }

    protected static byte[] Write(Shipped shipped) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(shipped, ShippedJson.Default.Shipped);

    /// <summary>What a receiver does with the payload.</summary>
    protected void Take(ReadOnlySpan<byte> payload)
    {
        if (System.Text.Json.JsonSerializer.Deserialize(payload, ShippedJson.Default.Shipped) is not null) Count();
    }
}
