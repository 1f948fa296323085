namespace EventGen.Cli.Managing;

/// <summary>Finds what the names on the command line mean on a bus, so that a misspelt one is not taken for one of which nothing is there.</summary>
internal static class NameCheck
{
    private const int MaxNames = 10;
    private const int PageSize = 500;

    /// <summary>The choice with its handler's full name.</summary>
    /// <exception cref="CommandException">The bus has no such event or handler, or several handlers of that short name.</exception>
    public static async Task<DeadLetterChoice> ResolveAsync(IBusAccess bus, DeadLetterChoice choice, CancellationToken cancellationToken)
    {
        // What failed may be of a handler or event that the application has no more.
        if (choice is { Event: null, Handler: null } || await HasAnyAsync(bus, choice with { Kind = null, Since = null }, cancellationToken)) return choice;
        var names = await bus.NamesAsync(cancellationToken);
        if (choice.Event is { } id && !names.Events.Contains(id) && !await HasAnyAsync(bus, DeadLetterChoice.All with { Event = id }, cancellationToken))
            Refuse(names, names.Events, "event", id);
        if (choice.Handler is not { } handler || names.Targets.Contains(handler) || await HasAnyAsync(bus, DeadLetterChoice.All with { Handler = handler }, cancellationToken)) return choice;
        var page = await bus.DeadLettersAsync(choice with { Handler = null }, 0, PageSize, cancellationToken);
        string[] targets = [.. names.Targets.Concat(page.Items("items").Select(static item => item.Text("target"))).Distinct().Order(StringComparer.Ordinal)];
        string[] alike = [.. targets.Where(target => target.EndsWith($".{handler}", StringComparison.Ordinal))];
        if (alike.Length > 1) throw new CommandException($"'{handler}' may be {Few(alike, " or ")}: give the full name.");
        if (alike.Length == 1) return choice with { Handler = alike[0] };
        Refuse(names, targets, "handler or publisher", handler);
        return choice;
    }

    /// <summary>Refuses an event that a running bus does not declare.</summary>
    /// <exception cref="CommandException">The bus has no such event.</exception>
    public static async Task CheckDeclaredAsync(IBusAccess bus, string id, CancellationToken cancellationToken)
    {
        var names = await bus.NamesAsync(cancellationToken);
        if (!names.Events.Contains(id)) Refuse(names, names.Events, "event", id);
    }

    /// <summary>Refuses an event that is neither known nor in the outbox.</summary>
    /// <exception cref="CommandException">The bus has no such event.</exception>
    public static async Task CheckEventAsync(IBusAccess bus, string id, CancellationToken cancellationToken)
    {
        if ((await bus.OutboxAsync(new OutboxChoice(id, State: null, After: null, Take: 1), cancellationToken)).Items("items").Count > 0) return;
        await CheckDeclaredAsync(bus, id, cancellationToken);
    }

    private static async Task<bool> HasAnyAsync(IBusAccess bus, DeadLetterChoice choice, CancellationToken cancellationToken) =>
        (await bus.DeadLettersAsync(choice, 0, 1, cancellationToken)).Items("items").Count > 0;

    private static void Refuse(BusNames names, IReadOnlyCollection<string> known, string what, string name)
    {
        string there = known.Count == 0 ? "" : $"; it has {Few(known, ", ")}";
        string meant = NearestName.Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        if (names.AreAll) throw new CommandException($"The bus has no {what} '{name}'{there}.{meant}");

        // The application may have it all the same.
        Console.Error.WriteLine($"The store has nothing of {(what.StartsWith('e') ? "an" : "a")} {what} '{name}'{there}.{meant}");
    }

    private static string Few(IReadOnlyCollection<string> names, string separator) =>
        $"{string.Join(separator, names.Order(StringComparer.Ordinal).Take(MaxNames))}{(names.Count > MaxNames ? ", …" : "")}";
}
