using EventGen.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Testing;

/// <summary>Makes the bus of one container one that records.</summary>
internal sealed class HostedTestBus(IEnumerable<TestBusSetting> settings) : IHostedBusInterceptor
{
    private readonly Recorder _recorder = new();
    private TestEventBus? _bus;

    public void Configure(EventBusBuilder builder)
    {
        foreach (var setting in settings) setting.Configure(builder);
        TestEventBus.Record(builder, _recorder);
    }

    public void Created(EventBus bus) => _bus = new TestEventBus(bus, _recorder, isHosted: true);

    /// <summary>The bus of the container.</summary>
    /// <exception cref="InvalidOperationException">The container has another bus.</exception>
    public TestEventBus In(IServiceProvider services)
    {
        var bus = services.GetRequiredService<EventBus>();
        return _bus is { } made && made.Bus == bus ? made : throw new InvalidOperationException(
            "The container's EventBus is not the one that AddEventGen registers, so UseTestEventBus cannot record it. Remove the other registration of EventBus.");
    }
}
