using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace EventGen.Benchmarks.Streams;

/// <summary>An event that enters a stream and is read, beside a bounded channel of the same capacity.</summary>
public class StreamBenchmarks
{
    private readonly Streamed _event = new(1);
    private readonly Channel<Streamed> _channel = Channel.CreateBounded<Streamed>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropWrite });
    private EventStream<Streamed> _stream = null!;

    [GlobalSetup]
    public void Setup() => _stream = Events.Streamed.Stream();

    [GlobalCleanup]
    public void Cleanup() => _stream.Dispose();

    [Benchmark(Baseline = true)]
    public bool BoundedChannel() => _channel.Writer.TryWrite(_event) && _channel.Reader.TryRead(out _);

    [Benchmark]
    public bool EventGen()
    {
        Events.Streamed.Emit(_event);
        return _stream.Reader.TryRead(out _);
    }
}
