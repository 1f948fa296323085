using BenchmarkDotNet.Attributes;
using EventGen.Benchmarks.Peers;
using MessagePipe;
using Microsoft.Extensions.DependencyInjection;
using ZeroMessenger;

namespace EventGen.Benchmarks.Dispatch;

public partial class EightHandlersBenchmarks
{
    private readonly EightNotice _notice = new(1);
    private readonly MediatR.IMediator _mediatR = PeerServices.Provider.GetRequiredService<MediatR.IMediator>();
    private readonly Mediator.Mediator _mediator = PeerServices.Provider.GetRequiredService<Mediator.Mediator>();
    private readonly IPublisher<Eight> _messagePipe = PeerServices.Provider.GetRequiredService<IPublisher<Eight>>();
    private readonly MessageBroker<Eight> _zeroMessenger = new();

    [GlobalSetup(Targets = [nameof(MessagePipe), nameof(ZeroMessenger)])]
    public void SetUpPeers()
    {
        var subscriber = PeerServices.Provider.GetRequiredService<ISubscriber<Eight>>();
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

    [Benchmark]
    public Task MediatR() => _mediatR.Publish(_notice);

    [Benchmark]
    public ValueTask MediatorConcrete() => _mediator.Publish(_notice);
}
