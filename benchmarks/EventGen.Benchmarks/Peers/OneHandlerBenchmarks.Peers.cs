using BenchmarkDotNet.Attributes;
using EventGen.Benchmarks.Peers;
using R3;

namespace EventGen.Benchmarks.Dispatch;

public partial class OneHandlerBenchmarks
{
    private readonly Notice _notice = new(1);
    private readonly MediatR.IMediator _mediatR = PeerServices.MediatR;
    private readonly Mediator.Mediator _mediator = PeerServices.Mediator;
    private readonly R3.Subject<One> _r3Subject = new();

    [GlobalSetup(Target = nameof(R3Subject))]
    public void SetUpR3()
    {
        foreach (var handler in _array) _r3Subject.Subscribe(handler);
    }

    [Benchmark]
    public void R3Subject() => _r3Subject.OnNext(_event);

    [Benchmark]
    public Task MediatR() => _mediatR.Publish(_notice);

    [Benchmark]
    public ValueTask MediatorConcrete() => _mediator.Publish(_notice);
}
