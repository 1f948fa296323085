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
    public static IEnumerable<string> Errors(IReadOnlyList<EventRegistration> events, PublisherSet publishers, bool hasServices, bool mayBeDurable)
    {
        string[] durable = [.. events.Where(static entry => entry.Descriptor.IsDurable).Select(static entry => entry.Id)];
        if (!mayBeDurable && durable.Length > 0)
        {
            yield return $"These events are durable, but the bus has no outbox: {string.Join(", ", durable)}. "
                + "Add one with AddSqliteOutbox of the package EventGen.Outbox.Sqlite, or AddPostgreSqlOutbox of EventGen.Outbox.PostgreSql.";
        }

        foreach (var descriptor in events.Select(static entry => entry.Descriptor))
        {
            foreach (string publisher in descriptor.Publishers.Where(name => publishers.Find(name) is null))
                yield return UnknownPublisher(descriptor.Id, publisher, [.. publishers.Slots.Select(static slot => slot.Name)]);
        }

        foreach (string repeated in RepeatedHandlers(events)) yield return repeated;
        foreach (string unnamed in HandlersWithoutName(events)) yield return unnamed;
        if (hasServices) yield break;
        string[] handlers = [.. HandlersThatNeedServices(events).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (handlers.Length > 0)
            yield return $"These handlers need services, but the bus has no provider: {string.Join(", ", handlers)}. Use services.AddEventGen() or builder.UseServices(provider).";
    }

    /// <summary>Each name that several handlers of an event have, as a sentence. Case does not matter, as it does not in a configuration. The compiler reports those of one project (EVG2016).</summary>
    public static IEnumerable<string> RepeatedHandlers(IEnumerable<EventRegistration> events)
    {
        foreach (var entry in events)
        {
            if (entry.Handlers.Length < 2) continue;
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var repeated = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (string name in Array.ConvertAll(entry.Handlers, static place => place.Handler.Name))
            {
                if (!names.Add(name) && repeated.Add(name)) yield return RepeatedHandler(entry, name);
            }
        }
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

    private static string UnknownPublisher(string eventId, string name, string[] known)
    {
        string has = known.Length == 0 ? "the bus has no publisher" : $"the bus has no publisher of that name, only {string.Join(", ", known.Select(static one => $"'{one}'"))}";
        string meant = NearestName.Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return $"Event '{eventId}' is published to '{name}', but {has}.{meant} Add one with AddRabbitMQ, AddNats, AddRedis or AddKafka, each of its package, or one of your own with AddPublisher.";
    }

    // Each handler of a group once, though it is one of several events.
    private static IEnumerable<string> HandlersWithoutName(IReadOnlyList<EventRegistration> events)
    {
        HashSet<string>? named = null;
        foreach (var entry in events)
        {
            foreach (var place in entry.Handlers)
            {
                var handler = place.Handler;
                if (ReferenceEquals(handler.Name, handler.Method) || !(named ??= new HashSet<string>(StringComparer.Ordinal)).Add(handler.Method)) continue;
                if (NameRule.Fault($"The Name in [Subscribe] of {handler.Method}", handler.Name) is { } fault) yield return fault;
            }
        }
    }

    private static IEnumerable<string> HandlersThatNeedServices(IReadOnlyList<EventRegistration> events) =>
        from entry in events
        from place in entry.Handlers
        where (place.Handler.Traits & HandlerTraits.Services) != 0
        select place.Handler.Name;
}
