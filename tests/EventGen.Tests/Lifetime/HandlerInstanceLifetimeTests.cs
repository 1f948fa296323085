using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Lifetime;

/// <summary>An event whose handlers are disposed with their bus.</summary>
[Event]
public sealed record DisposableHandlersEvent(CallLog Calls);

public sealed class FirstDisposableHandler : IDisposable
{
    private CallLog? _calls;

    [Subscribe(Order = 1)]
    public void Handle(DisposableHandlersEvent e) => _calls = e.Calls;

    public void Dispose()
    {
        if (_calls is null) return;   // made at the start, and never called
        _calls.Add("first disposed");
        throw new InvalidOperationException("cannot dispose");
    }
}

public sealed class SecondDisposableHandler : IAsyncDisposable
{
    private CallLog? _calls;

    [Subscribe(Order = 2)]
    public void Handle(DisposableHandlersEvent e) => _calls = e.Calls;

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        _calls?.Add("second disposed");
    }
}

public sealed class HandlerInstanceLifetimeTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task Instances_AreDisposedOnceWithTheBus_TheNewestFirst_EachIsolated()
    {
        var bus = await TestBus.StartAsync();
        bus.Topic<DisposableHandlersEvent>().Emit(new DisposableHandlersEvent(_calls));
        bus.Topic<DisposableHandlersEvent>().Emit(new DisposableHandlersEvent(_calls));

        await bus.DisposeAsync();
        await bus.DisposeAsync();

        Assert.Equal(["second disposed", "first disposed"], _calls.Entries);
    }

    [Fact]
    public async Task Instances_OfTheContainer_AreLeftToIt()
    {
        await using var services = new ServiceCollection().AddSingleton<SecondDisposableHandler>().BuildServiceProvider();
        var bus = await TestBus.StartAsync(services: services);
        bus.Topic<DisposableHandlersEvent>().Emit(new DisposableHandlersEvent(_calls));

        await bus.DisposeAsync();
        Assert.Equal(["first disposed"], _calls.Entries);

        await services.DisposeAsync();
        Assert.Equal(["first disposed", "second disposed"], _calls.Entries);
    }
}
