using EventGen.CompilerServices;

namespace EventGen;

/// <summary>What keeps a bus from starting.</summary>
internal static class StartCheck
{
    /// <summary>Each thing that is missing, as a sentence.</summary>
    /// <param name="events">The events of the bus.</param>
    /// <param name="publishers">Its publishers.</param>
    /// <param name="hasServices">Whether it has a provider.</param>
    /// <param name="mayBeDurable">Whether it has an outbox, or delivers durable events from memory.</param>
    public static List<string> Errors(EventRegistration[] events, PublisherSet publishers, bool hasServices, bool mayBeDurable)
    {
        // In loops, and each sentence apart: most often there is nothing to tell, and a process that starts for one event waits for this.
        List<string> errors = [];
        if (!mayBeDurable && Array.Exists(events, static entry => entry.IsDurable)) errors.Add(WithoutOutbox(events));
        foreach (var entry in events)
        {
            if (entry.IsPlain) continue;
            foreach (string publisher in entry.Declared.Publishers)
            {
                if (publishers.Find(publisher) is null) errors.Add(UnknownPublisher(entry.Id, publisher, publishers));
            }
        }

        errors.AddRange(RepeatedHandlers(events));
        AddHandlersWithoutName(errors, events);
        if (!hasServices && Array.Exists(events, NeedsServices)) errors.Add(WithoutServices(events));
        return errors;
    }

    /// <summary>Each name that several handlers of an event have, as a sentence. Case does not matter, as it does not in a configuration. The compiler reports those of one project (EVG2016).</summary>
    public static List<string> RepeatedHandlers(EventRegistration[] events)
    {
        List<string> errors = [];
        foreach (var entry in events)
        {
            if (entry.Handlers.Length > 1) AddRepeatedHandlers(errors, entry);
        }

        return errors;
    }

    private static void AddRepeatedHandlers(List<string> errors, EventRegistration entry)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var repeated = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var place in entry.Handlers)
        {
            string name = place.Handler.Name;
            if (!names.Add(name) && repeated.Add(name)) errors.Add(RepeatedHandler(entry, name));
        }
    }

    private static string WithoutOutbox(EventRegistration[] events) =>
        $"These events are durable, but the bus has no outbox: {string.Join(", ", events.Where(static entry => entry.IsDurable).Select(static entry => entry.Id))}. "
        + "Add one with AddSqliteOutbox of the package EventGen.Outbox.Sqlite, or AddPostgreSqlOutbox of EventGen.Outbox.PostgreSql. "
        + "An application that only receives them needs one too: what it receives is committed before it is acknowledged, and handled once.";

    private static string WithoutServices(EventRegistration[] events)
    {
        var handlers = events.SelectMany(static entry => entry.Handlers).Where(NeedsServices).Select(static place => place.Handler.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return $"These handlers need services, but the bus has no provider: {string.Join(", ", handlers)}. Give it one where it is made, with builder.UseServices(provider), in a test TestEventBus.StartNewAsync(builder => builder.UseServices(provider)); in a host, services.AddEventGen() does.";
    }

    private static string RepeatedHandler(EventRegistration entry, string name)
    {
        var handlers = Array.FindAll(entry.Handlers, place => string.Equals(place.Handler.Name, name, StringComparison.OrdinalIgnoreCase));
        string[] spellings = [.. handlers.Select(static place => place.Handler.Name).Distinct(StringComparer.Ordinal)];
        return $"Event '{entry.Id}' has more than one handler with the name '{string.Join("', '", spellings)}'{(spellings.Length > 1 ? ", which is one name wherever case does not matter" : "")}: "
            + $"{string.Join(", ", handlers.Select(static place => place.Handler.Method))}. Give each a name of its own with [Subscribe(Name = …)].";
    }

    /// <summary>What the start throws.</summary>
    public static InvalidOperationException Failure(IEnumerable<string> errors) => new($"The event bus cannot start. {string.Join(" ", errors)}");

    private static string UnknownPublisher(string eventId, string name, PublisherSet publishers)
    {
        string[] known = [.. publishers.Slots.Select(static slot => slot.Name)];
        string has = known.Length == 0 ? "the bus has no publisher" : $"the bus has no publisher of that name, only {string.Join(", ", known.Select(static one => $"'{one}'"))}";
        string meant = NearestName.Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return $"Event '{eventId}' is published to '{name}', but {has}.{meant} Add one with AddRabbitMQ, AddNats, AddRedis or AddKafka, each of its package, or one of your own with AddPublisher.";
    }

    // Each handler of a group once, though it is one of several events.
    private static void AddHandlersWithoutName(List<string> errors, EventRegistration[] events)
    {
        HashSet<string>? named = null;
        foreach (var entry in events)
        {
            foreach (var place in entry.Handlers)
            {
                var handler = place.Handler;
                if (ReferenceEquals(handler.Name, handler.Method) || !(named ??= new HashSet<string>(StringComparer.Ordinal)).Add(handler.Method)) continue;
                if (NameRule.Fault($"The Name in [Subscribe] of {handler.Method}", handler.Name) is { } fault) errors.Add(fault);
            }
        }
    }

    private static bool NeedsServices(EventRegistration entry) => Array.Exists(entry.Handlers, NeedsServices);

    private static bool NeedsServices(HandlerLocation place) => (place.Handler.Traits & HandlerTraits.Services) != 0;
}
