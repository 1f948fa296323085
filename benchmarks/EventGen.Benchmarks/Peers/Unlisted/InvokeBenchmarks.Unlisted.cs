using BenchmarkDotNet.Attributes;
using EventGen.Benchmarks.Peers.Unlisted;
using MessagePipe;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Benchmarks.Dispatch;

public partial class InvokeBenchmarks
{
    private readonly IAsyncPublisher<EightAsync> _messagePipe = UnlistedServices.Provider.GetRequiredService<IAsyncPublisher<EightAsync>>();

    [GlobalSetup(Target = nameof(MessagePipe))]
    public void SetUpUnlisted()
    {
        var subscriber = UnlistedServices.Provider.GetRequiredService<IAsyncSubscriber<EightAsync>>();
        foreach (var handler in _array) subscriber.Subscribe((e, _) => handler(e));
    }

    [Benchmark]
    public ValueTask MessagePipe() => _messagePipe.PublishAsync(_event, AsyncPublishStrategy.Sequential);
}
