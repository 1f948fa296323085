namespace EventGen;

/// <summary>Whether the settings of single events and handlers are those of events and handlers that there are.</summary>
internal static class EventOptionsNames
{
    /// <summary>Every name that is none, each as a sentence that proposes another.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="registry">The events and handlers of the bus.</param>
    public static IEnumerable<string> ValidationErrors(EventBusOptions options, EventRegistry registry) => options.Events.Count == 0 ? [] : Unknown(options, registry);

    private static IEnumerable<string> Unknown(EventBusOptions options, EventRegistry registry)
    {
        EventRegistration[] events = [.. registry.Events];
        foreach (var (id, settings) in options.Events)
        {
            string path = $"{nameof(options.Events)}[{id}]";
            var entry = Array.Find(events, entry => string.Equals(entry.Id, id, StringComparison.OrdinalIgnoreCase));
            if (entry is null)
            {
                yield return $"{path} is no event of this bus; {NearestName.Propose(id, Array.ConvertAll(events, static known => known.Id))}";
                continue;
            }

            if (settings is null) continue;
            string[] handlers = [.. entry.HandlerNames];
            foreach (string name in settings.Handlers.Keys.Where(name => !handlers.Contains(name, StringComparer.OrdinalIgnoreCase)))
                yield return $"{path}.{nameof(settings.Handlers)}[{name}] is no handler of event '{entry.Id}'; {NearestName.Propose(name, handlers)}";
        }
    }
}
