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

        await bus.Topic<Served>().EmitByAsync(call, new Served(_calls));
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

        await bus.Topic<ServedAtOnce>().EmitByAsync(call, new ServedAtOnce(_calls));
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

        await bus.Topic<ServedAtOnce>().EmitByAsync(call, new ServedAtOnce(_calls, new InvalidOperationException("no")));
        await bus.Topic<Served>().EmitByAsync(call, new Served(_calls, new InvalidOperationException("no")));
        await bus.DrainAsync();

        Assert.Equal(2, bus.GetHealth().Failed);
        Assert.Equal(4, _calls.Entries.Count(static entry => entry.StartsWith("disposed scope", StringComparison.Ordinal)));
        Assert.Equal(2, _calls.Entries.Count(static entry => entry.StartsWith("parameter", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Scoped_MakesANewInstanceEachTime_AndSingletonOneForTheBus()
    {
        await using var services = CreateServices();
        await using var bus = await TestBus.StartAsync(services: services);

        for (int i = 0; i < 3; i++) bus.Topic<ServedAtOnce>().Emit(new ServedAtOnce(_calls));

        Assert.Equal(["scoped 1", "scoped 1", "scoped 1"], _calls.Entries.Where(static entry => entry.StartsWith("scoped", StringComparison.Ordinal)));
        Assert.Equal(["singleton text 1", "singleton text 2", "singleton text 3"], _calls.Entries.Where(static entry => entry.StartsWith("singleton", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HandlerClass_ThatTheContainerKnows_ComesFromIt()
    {
        await using var services = CreateServices(static services => services.AddSingleton(static _ => new ServedScoped()));
        await using var bus = await TestBus.StartAsync(services: services);

        bus.Topic<ServedAtOnce>().Emit(new ServedAtOnce(_calls));
        bus.Topic<ServedAtOnce>().Emit(new ServedAtOnce(_calls));

        Assert.Equal(["scoped 1", "scoped 2"], _calls.Entries.Where(static entry => entry.StartsWith("scoped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ServiceThatTheProviderLacks_FailsThatHandlerAlone()
    {
        await using var services = new ServiceCollection().AddKeyedSingleton("key", new Version(1, 0)).AddKeyedSingleton("other", new Version(2, 0)).BuildServiceProvider();
        await using var bus = await TestBus.StartAsync(services: services);
        List<DeliveryFailure> failures = [];
        bus.DeliveryFailed += (_, failure) => failures.Add(failure);

        bus.Topic<ServedAtOnce>().Emit(new ServedAtOnce(_calls));

        Assert.Equal(["singleton none 1", "scoped 1", "keyed 1.0 2.0 True"], _calls.Entries);
        Assert.Equal(
            ["EventGen.Tests.Dispatch.ServedByConstructor.Handle", "EventGen.Tests.Dispatch.ServedByParameter.Handle"],
            failures.Select(static failure => failure.Handler));
        Assert.All(failures, static failure => Assert.Contains(nameof(Tracked), failure.Exception.Message, StringComparison.Ordinal));
    }

    private ServiceProvider CreateServices(Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection()
            .AddScoped(_ => new Tracked(_calls, $"scope {Interlocked.Increment(ref _scopes)}"))
            .AddSingleton("text")
            .AddKeyedSingleton("key", new Version(1, 0))
            .AddKeyedSingleton("other", new Version(2, 0));
        more?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
