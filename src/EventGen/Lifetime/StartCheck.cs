using EventGen.CompilerServices;

namespace EventGen;

/// <summary>What keeps a bus from starting.</summary>
internal static class StartCheck
{
    /// <summary>Each thing that is missing, as a sentence.</summary>
    /// <param name="events">The events of the bus.</param>
    /// <param name="publishers">Its publishers.</param>
    /// <param name="hasServices">Whether it has a provider.</param>
    public static IEnumerable<string> Errors(IReadOnlyList<EventRegistration> events, PublisherSet publishers, bool hasServices)
    {
        foreach (var descriptor in events.Select(static entry => entry.Descriptor))
        {
            foreach (string publisher in descriptor.Publishers.Where(name => publishers.Find(name) is null))
                yield return $"Event '{descriptor.Id}' is published to '{publisher}', but no publisher has that name: add one with AddPublisher.";
        }

        if (hasServices) yield break;
        string[] handlers = [.. HandlersThatNeedServices(events).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (handlers.Length > 0)
            yield return $"These handlers need services, but the bus has no provider: {string.Join(", ", handlers)}. Use services.AddEventGen() or builder.UseServices(provider).";
    }

    private static IEnumerable<string> HandlersThatNeedServices(IReadOnlyList<EventRegistration> events) =>
        from entry in events
        from place in entry.Handlers
        where (place.Handler.Traits & HandlerTraits.Services) != 0
        select place.Handler.Name;
}
