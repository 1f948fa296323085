using System.Threading.Channels;

namespace EventGen.Benchmarks.Latency;

/// <summary>A bounded channel whose readers, as many as a bus has workers, wait.</summary>
public sealed class IdleChannel : IIdle
{
    private readonly Channel<Timed> _channel = Channel.CreateBounded<Timed>(1000);
    private readonly Task _readers;

    public IdleChannel() => _readers = Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(ReadAsync)));

    public void Enqueue(Timed e) => _channel.Writer.TryWrite(e);

    public void Dispose()
    {
        _channel.Writer.Complete();
        _readers.GetAwaiter().GetResult();
    }

    private async Task ReadAsync()
    {
        while (await _channel.Reader.WaitToReadAsync())
        {
            while (_channel.Reader.TryRead(out var e)) e.Start();
        }
    }
}
