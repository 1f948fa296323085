using BenchmarkDotNet.Attributes;
using EventGen.Benchmarks.Peers;
using MessagePipe;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Benchmarks.Dispatch;

public partial class InvokeBenchmarks
{
    private readonly EightNotice _notice = new(1);
    private readonly MediatR.IMediator _mediatR = PeerServices.Provider.GetRequiredService<MediatR.IMediator>();
    private readonly Mediator.Mediator _mediator = PeerServices.Provider.GetRequiredService<Mediator.Mediator>();
    private readonly IAsyncPublisher<EightAsync> _messagePipe = PeerServices.Provider.GetRequiredService<IAsyncPublisher<EightAsync>>();

    [GlobalSetup(Target = nameof(MessagePipe))]
    public void SetUpPeers()
    {
        var subscriber = PeerServices.Provider.GetRequiredService<IAsyncSubscriber<EightAsync>>();
        foreach (var handler in _array) subscriber.Subscribe((e, _) => handler(e));
    }

    [Benchmark]
    public ValueTask MessagePipe() => _messagePipe.PublishAsync(_event, AsyncPublishStrategy.Sequential);

    [Benchmark]
    public Task MediatR() => _mediatR.Publish(_notice);

    [Benchmark]
    public ValueTask MediatorConcrete() => _mediator.Publish(_notice);
}
