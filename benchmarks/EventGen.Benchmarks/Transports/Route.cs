using EventGen.TestKit;

namespace EventGen.Benchmarks.Transports;

/// <summary>Events from here to here over a server of its own; what is received is only counted.</summary>
internal abstract class Route : IAsyncDisposable
{
    public const string Channel = "route";
    public const string Group = "group";

    private readonly TaskCompletionSource[] _arrived = [new()];
    private int _left;

    /// <summary>Sends one event, and waits until the server has it.</summary>
    public abstract ValueTask SendAsync(Shipped shipped);

    /// <summary>Begins to receive.</summary>
    public abstract Task ListenAsync(RedisServer server, RedisMode mode);

    /// <summary>Completes when as many more have been received.</summary>
    public Task Expect(int count)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _arrived[0] = arrived;
        Volatile.Write(ref _left, count);
        return arrived.Task;
    }

    public abstract ValueTask DisposeAsync();

    protected void Count()
    {
        if (Interlocked.Decrement(ref _left) == 0) _arrived[0].SetResult();
    }
}
