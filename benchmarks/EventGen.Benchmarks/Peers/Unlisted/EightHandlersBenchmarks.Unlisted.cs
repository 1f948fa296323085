using BenchmarkDotNet.Attributes;
using EventGen.Benchmarks.Peers.Unlisted;
using MessagePipe;
using Microsoft.Extensions.DependencyInjection;
using ZeroMessenger;

namespace EventGen.Benchmarks.Dispatch;

public partial class EightHandlersBenchmarks
{
    private readonly IPublisher<Eight> _messagePipe = UnlistedServices.Provider.GetRequiredService<IPublisher<Eight>>();
    private readonly MessageBroker<Eight> _zeroMessenger = new();

    [GlobalSetup(Targets = [nameof(MessagePipe), nameof(ZeroMessenger)])]
    public void SetUpUnlisted()
    {
        var subscriber = UnlistedServices.Provider.GetRequiredService<ISubscriber<Eight>>();
        foreach (var handler in _array)
        {
            subscriber.Subscribe(handler);
            _zeroMessenger.Subscribe(handler);
        }
    }

    [Benchmark]
    public void MessagePipe() => _messagePipe.Publish(_event);

    [Benchmark]
    public void ZeroMessenger() => _zeroMessenger.Publish(_event);
}
