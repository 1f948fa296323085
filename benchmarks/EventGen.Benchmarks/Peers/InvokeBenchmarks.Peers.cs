using BenchmarkDotNet.Attributes;
using EventGen.Benchmarks.Peers;

namespace EventGen.Benchmarks.Dispatch;

public partial class InvokeBenchmarks
{
    private readonly EightNotice _notice = new(1);
    private readonly MediatR.IMediator _mediatR = PeerServices.MediatR;
    private readonly Mediator.Mediator _mediator = PeerServices.Mediator;

    [Benchmark]
    public Task MediatR() => _mediatR.Publish(_notice);

    [Benchmark]
    public ValueTask MediatorConcrete() => _mediator.Publish(_notice);
}
