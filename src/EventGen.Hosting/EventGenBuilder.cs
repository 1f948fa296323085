using EventGen.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventGen;

/// <summary>Says what the container's event bus is made of. Not thread safe.</summary>
/// <remarks>What it adds is made when the container makes the bus, after the container's own <see cref="IEventMetadataSource"/> services.</remarks>
public sealed class EventGenBuilder : EventBusBuilder<EventGenBuilder>
{
    private readonly HostedBus _bus;

    internal EventGenBuilder(IServiceCollection services, HostedBus bus) => (Services, _bus) = (services, bus);

    /// <summary>The container.</summary>
    public IServiceCollection Services { get; }

    /// <inheritdoc/>
    protected override IServiceCollection? Container => Services;

    /// <summary>
    /// Adds a module, with those it references: their events for injection, their handlers to the container. The
    /// executable's own modules are there already.
    /// </summary>
    /// <param name="module">A generated module, such as <c>ShopEventModule.Instance</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="module"/> is <see langword="null"/>.</exception>
    public override EventGenBuilder AddModule(EventModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        _bus.Modules.Add(module);

        foreach (var service in module.DescribeServices())
        {
            Services.TryAdd(service);
            _bus.OwnServices.Add(service);
        }

        return this;
    }

    /// <inheritdoc/>
    /// <param name="configure">Called when the options are made, after the configuration has been read.</param>
    public override EventGenBuilder Configure(Action<EventBusOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return this;
    }

    /// <inheritdoc/>
    protected override void Add(Action<EventBusBuilder> part) => _bus.Parts.Add(part);

    /// <inheritdoc/>
    protected override void AddPublisher(Action<EventBusBuilder> part) => _bus.Publishers.Add(part);
}
