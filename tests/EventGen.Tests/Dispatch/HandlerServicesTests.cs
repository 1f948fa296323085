using EventGen.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Dispatch;

public sealed class HandlerServicesTests
{
    private readonly CallLog _calls = new();
    private int _scopes;

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task AsynchronousHandler_HasAScopeOfItsOwn_DisposedWhenItHasRun(EmitCall call)
    {
        await using var services = CreateServices();
        await using var bus = await TestBus.StartAsync(services: services);

        await bus.Topic<AsynchronousServicesEvent>().EmitByAsync(call, new AsynchronousServicesEvent(_calls));
        await bus.DrainAsync();

        Assert.Equal(
            [
                "constructor scope 1 False True", "disposed handler before scope 1: True", "disposed scope 1",
                "parameter scope 2 False True", "disposed scope 2",
            ],
            _calls.Entries);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task SynchronousHandler_HasAScopeOfItsOwn_DisposedWhenItHasRun(EmitCall call)
    {
        await using var services = CreateServices();
        await using var bus = await TestBus.StartAsync(services: services);

        await bus.Topic<SynchronousServicesEvent>().EmitByAsync(call, new SynchronousServicesEvent(_calls));
        await bus.DrainAsync();

        Assert.Equal(
            [
                "constructor scope 1 False", "disposed handler before scope 1: True", "disposed scope 1",
                "parameter scope 2 False True", "disposed scope 2",
                "singleton text 1", "scoped 1", "keyed 1.0 2.0 True",
            ],
            _calls.Entries);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task HandlerThatThrows_HasItsScopeDisposed_AndTheNextOneRuns(EmitCall call)
    {
        await using var services = CreateServices();
        await using var bus = await TestBus.StartAsync(services: services);

        await bus.Topic<SynchronousServicesEvent>().EmitByAsync(call, new SynchronousServicesEvent(_calls, new InvalidOperationException("no")));
        await bus.Topic<AsynchronousServicesEvent>().EmitByAsync(call, new AsynchronousServicesEvent(_calls, new InvalidOperationException("no")));
        await bus.DrainAsync();

        Assert.Equal(2, bus.GetHealth().Failed);
        Assert.Equal(4, _calls.Entries.Count(static entry => entry.StartsWith("disposed scope", StringComparison.Ordinal)));
        Assert.Equal(2, _calls.Entries.Count(static entry => entry.StartsWith("parameter", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ServiceThatTheContainerDoesNotHave_IsNamed_WithWhoNeedsIt_AndHowToRegisterIt()
    {
        await using var bus = await TestBus.StartAsync();

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(async () => await bus.Topic<SynchronousServicesEvent>().InvokeAsync(new SynchronousServicesEvent(_calls)));

        Assert.Contains(thrown.Failures, static failure => failure.Exception.Message.StartsWith("The constructor of the handler class 'EventGen.Tests.Dispatch.ConstructorServiceHandler' needs 'EventGen.Tests.", StringComparison.Ordinal)
            && failure.Exception.Message.Contains(", which the container does not have: register it, such as builder.Services.AddScoped<", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TransactionOfAnOutboxThatTheBusDoesNotHave_IsSaidSo()
    {
        await using var services = CreateServices();

        var thrown = Assert.Throws<InvalidOperationException>(() => HandlerServices.Required<OutboxTransaction>(services));

        Assert.Contains("the bus has no outbox: give it one", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scoped_MakesANewInstanceEachTime_AndSingletonOneForTheBus()
    {
        await using var services = CreateServices();
        await using var bus = await TestBus.StartAsync(services: services);

        for (int i = 0; i < 3; i++) bus.Topic<SynchronousServicesEvent>().Emit(new SynchronousServicesEvent(_calls));

        Assert.Equal(["scoped 1", "scoped 1", "scoped 1"], _calls.Entries.Where(static entry => entry.StartsWith("scoped", StringComparison.Ordinal)));
        Assert.Equal(["singleton text 1", "singleton text 2", "singleton text 3"], _calls.Entries.Where(static entry => entry.StartsWith("singleton", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HandlerClass_ThatTheContainerKnows_ComesFromIt()
    {
        await using var services = CreateServices(static services => services.AddSingleton(static _ => new ScopedServiceHandler()));
        await using var bus = await TestBus.StartAsync(services: services);

        bus.Topic<SynchronousServicesEvent>().Emit(new SynchronousServicesEvent(_calls));
        bus.Topic<SynchronousServicesEvent>().Emit(new SynchronousServicesEvent(_calls));

        Assert.Equal(["scoped 1", "scoped 2"], _calls.Entries.Where(static entry => entry.StartsWith("scoped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ServiceThatTheProviderLacks_FailsThatHandlerAlone()
    {
        await using var services = new ServiceCollection().AddKeyedSingleton("key", new Version(1, 0)).AddKeyedSingleton("other", new Version(2, 0)).BuildServiceProvider();
        await using var bus = await TestBus.StartAsync(services: services);
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);

        bus.Topic<SynchronousServicesEvent>().Emit(new SynchronousServicesEvent(_calls));

        Assert.Equal(["singleton none 1", "scoped 1", "keyed 1.0 2.0 True"], _calls.Entries);
        Assert.Equal(
            ["EventGen.Tests.Dispatch.ConstructorServiceHandler.Handle", "EventGen.Tests.Dispatch.ParameterServiceHandlers.Handle"],
            failures.Select(static failure => failure.Handler));
        Assert.All(failures, static failure => Assert.Contains(nameof(DisposalTrackingService), failure.Exception.Message, StringComparison.Ordinal));
    }

    private ServiceProvider CreateServices(Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection()
            .AddScoped(_ => new DisposalTrackingService(_calls, $"scope {Interlocked.Increment(ref _scopes)}"))
            .AddSingleton("text")
            .AddKeyedSingleton("key", new Version(1, 0))
            .AddKeyedSingleton("other", new Version(2, 0));
        more?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }
}

/// <summary>An event whose asynchronous handlers take services.</summary>
[Event]
public sealed record AsynchronousServicesEvent(CallLog Calls, Exception? Failure = null);

/// <summary>An event whose synchronous handlers take services.</summary>
[Event]
public sealed record SynchronousServicesEvent(CallLog Calls, Exception? Failure = null);

public sealed class ConstructorServiceHandler(DisposalTrackingService service) : IDisposable
{
    private CallLog? _calls;

    [Subscribe(Order = 1)]
    public async Task HandleAsync(AsynchronousServicesEvent e, EventContext context)
    {
        _calls = e.Calls;
        await Task.Yield();
        e.Calls.Add($"constructor {service.Name} {service.IsDisposed} {ReferenceEquals(context.Services?.GetService<DisposalTrackingService>(), service)}");
        if (e.Failure is not null) throw e.Failure;
    }

    [Subscribe(Order = 1)]
    public void Handle(SynchronousServicesEvent e)
    {
        _calls = e.Calls;
        e.Calls.Add($"constructor {service.Name} {service.IsDisposed}");
        if (e.Failure is not null) throw e.Failure;
    }

    public void Dispose() => _calls!.Add($"disposed handler before {service.Name}: {!service.IsDisposed}");
}

public static class ParameterServiceHandlers
{
    [Subscribe(Order = 2)]
    public static async ValueTask HandleAsync(AsynchronousServicesEvent e, DisposalTrackingService service, CancellationToken ct)
    {
        await Task.Yield();
        e.Calls.Add($"parameter {service.Name} {service.IsDisposed} {ct.CanBeCanceled}");
    }

    [Subscribe(Order = 2)]
    public static void Handle(SynchronousServicesEvent e, DisposalTrackingService service, EventContext context) =>
        e.Calls.Add($"parameter {service.Name} {service.IsDisposed} {ReferenceEquals(context.Services?.GetService<DisposalTrackingService>(), service)}");
}

public sealed class SingletonServiceHandler(IServiceProvider services)
{
    private int _calls;

    [Subscribe(Order = 3, Lifetime = HandlerLifetime.Singleton)]
    public void Handle(SynchronousServicesEvent e) => e.Calls.Add($"singleton {services.GetService<string>() ?? "none"} {++_calls}");
}

public sealed class ScopedServiceHandler
{
    private int _calls;

    [Subscribe(Order = 4, Lifetime = HandlerLifetime.Scoped)]
    public void Handle(SynchronousServicesEvent e) => e.Calls.Add($"scoped {++_calls}");
}

public sealed class OptionalServiceHandler([FromKeyedServices("key")] Version keyed, Uri? absent = null)
{
    [Subscribe(Order = 5)]
    public void Handle(SynchronousServicesEvent e, [FromKeyedServices("other")] Version other) => e.Calls.Add($"keyed {keyed} {other} {absent is null}");
}

/// <summary>Says what becomes of it.</summary>
public sealed class DisposalTrackingService(CallLog calls, string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    public bool IsDisposed { get; private set; }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        calls.Add($"disposed {Name}");
        return default;
    }
}
