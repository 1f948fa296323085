using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests;

/// <summary>Makes buses of this assembly's module, which can all start: they have a provider and every publisher that its events name.</summary>
internal static class TestBus
{
    /// <summary>The names that the events of this assembly are published to.</summary>
    public static readonly string[] Publishers = ["first", "second"];

    private static readonly ServiceProvider s_noServices = new ServiceCollection().BuildServiceProvider();

    /// <summary>Makes a bus that is not started.</summary>
    /// <param name="options">Changes the settings.</param>
    /// <param name="services">Default: a provider that has nothing.</param>
    /// <param name="publishers">Take the place of the memory publishers of their names.</param>
    /// <param name="build">Adds what else the test needs.</param>
    public static EventBus Create(
        Action<EventBusOptions>? options = null,
        IServiceProvider? services = null,
        IEventPublisher[]? publishers = null,
        Action<EventBusBuilder>? build = null) =>
        EventBus.Create(bus =>
        {
            bus.AddModule(EventGenTestsEventModule.Instance).UseServices(services ?? s_noServices)
                .Configure(static options => options.PublisherRetry = RetryPolicy.None)   // a failing publisher fails once
                .Configure(options ?? (static _ => { }));
            foreach (var publisher in publishers ?? []) bus.AddPublisher(publisher);
            foreach (string name in Publishers.Except((publishers ?? []).Select(static publisher => publisher.Name))) bus.AddPublisher(new MemoryPublisher(name));
            build?.Invoke(bus);
        });

    /// <summary>Makes a bus and starts it.</summary>
    /// <inheritdoc cref="Create"/>
    public static async Task<EventBus> StartAsync(
        Action<EventBusOptions>? options = null,
        IServiceProvider? services = null,
        IEventPublisher[]? publishers = null,
        Action<EventBusBuilder>? build = null)
    {
        var bus = Create(options, services, publishers, build);
        await bus.StartAsync();
        return bus;
    }

    /// <summary>Stops the bus and fails unless everything that it accepted has been handled.</summary>
    public static async Task DrainAsync(this EventBus bus)
    {
        var report = await Deadline.WithinAsync(bus.StopAsync(), "the bus to drain");
        Assert.True(report.IsComplete, report.ToString());
    }
}
