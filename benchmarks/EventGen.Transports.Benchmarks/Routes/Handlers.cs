using System.Threading.Channels;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>Handles what a client receives as a bus does: by workers, so that a handler that waits holds up neither the client nor the next message.</summary>
/// <typeparam name="T">What is received.</typeparam>
internal sealed class Handlers<T> : IDisposable
{
    /// <summary>As many as a bus has.</summary>
    public const int Workers = 5;

    private readonly Channel<T> _received = Channel.CreateBounded<T>(256);
    private readonly Func<T, ValueTask> _handle;
    private readonly int _workers;

    /// <param name="handle">Handles one.</param>
    /// <param name="workers">How many at a time; 0 to handle each where it is received.</param>
    public Handlers(Func<T, ValueTask> handle, int workers = Workers)
    {
        (_handle, _workers) = (handle, workers);
        for (int i = 0; i < workers; i++) _ = Task.Run(WorkAsync);
    }

    /// <summary>Has one handled; waits where too many wait.</summary>
    public ValueTask AddAsync(T received) =>
        _workers == 0 ? _handle(received)
        : _received.Writer.TryWrite(received) ? default
        : _received.Writer.WriteAsync(received);

    /// <summary>There are no more.</summary>
    public void Dispose() => _received.Writer.TryComplete();

    private async Task WorkAsync()
    {
        try
        {
            while (true) await _handle(await _received.Reader.ReadAsync());
        }
        catch (ChannelClosedException)
        {
            // There are no more.
        }
    }
}
