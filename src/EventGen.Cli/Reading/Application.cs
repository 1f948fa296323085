using EventGen.EventContracts;

namespace EventGen.Cli.Reading;

/// <summary>The assemblies of an application, or of a solution, that declare events or handlers. Immutable.</summary>
/// <param name="Name">The name of what was read.</param>
/// <param name="Version">The version of the assembly that was read.</param>
/// <param name="Assemblies">Each of them, what was named first.</param>
internal sealed record Application(string Name, string Version, IReadOnlyList<ReadAssembly> Assemblies)
{
    /// <summary>Every event, sorted by id.</summary>
    public IReadOnlyList<EventManifest> Events { get; } =
    [
        .. Assemblies.SelectMany(static assembly => assembly.Manifest.Events).OrderBy(static declared => declared.Id, StringComparer.Ordinal),
    ];

    /// <summary>The group of that type; <see langword="null"/> when no assembly declares it.</summary>
    public GroupManifest? FindGroup(string type) => Assemblies.SelectMany(static assembly => assembly.Manifest.Groups).FirstOrDefault(group => group.Type == type);

    /// <summary>The handlers of an event, those of its groups too, in the order in which they run.</summary>
    public IReadOnlyList<HandlerManifest> HandlersOf(EventManifest declared) =>
    [
        .. Assemblies.SelectMany(static assembly => assembly.Manifest.Handlers)
            .Where(handler => handler.EventType == declared.Type || declared.Groups.Contains(handler.EventType))
            .OrderBy(static handler => handler.Order).ThenBy(static handler => handler.Method, StringComparer.Ordinal),
    ];

    /// <summary>The event of that id.</summary>
    /// <exception cref="CommandException">There is none; the message names those like it.</exception>
    public EventManifest Find(string id)
    {
        if (Events.FirstOrDefault(declared => declared.Id == id) is { } found) return found;
        string[] known = [.. Events.Select(static declared => declared.Id).OrderByDescending(other => Likeness(other, id)).Take(5).Order(StringComparer.Ordinal)];
        throw new CommandException($"'{Name}' declares no event '{id}'; it declares {string.Join(", ", known)}{(Events.Count > known.Length ? ", …" : "")}.");
    }

    private static int Likeness(string one, string other) => one.Split('.').Intersect(other.Split('.'), StringComparer.OrdinalIgnoreCase).Count() + (one.StartsWith(other[..Math.Min(3, other.Length)], StringComparison.Ordinal) ? 1 : 0);
}
