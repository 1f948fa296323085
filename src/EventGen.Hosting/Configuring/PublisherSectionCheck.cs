namespace EventGen.Hosting;

/// <summary>Refuses settings of publishers that the bus does not have: nobody would read them.</summary>
/// <param name="sections">The sections that were read.</param>
/// <param name="interceptor">Where there is one, the bus has not the application's publishers.</param>
internal sealed class PublisherSectionCheck(IEnumerable<ConfiguredSection> sections, IHostedBusInterceptor? interceptor = null) : IEventBusStartCheck
{
    public ValueTask<IReadOnlyList<string>> CheckAsync(EventBus bus, CancellationToken cancellationToken) => new(interceptor is null ? [.. Errors(bus.PublisherNames)] : []);

    private IEnumerable<string> Errors(IReadOnlyList<string> names) =>
        from section in sections
        from publisher in section.Section.GetSection("Publishers").GetChildren()
        where !names.Contains(publisher.Key, StringComparer.OrdinalIgnoreCase)
        select $"Publishers[{publisher.Key}] in the configuration is no publisher of this bus; {NearestName.Propose(publisher.Key, names)}";
}
