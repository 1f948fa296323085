using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Aggregation;

/// <summary>All handlers of the project, by event, in the order in which they run.</summary>
/// <remarks>
/// Files are handed out to handlers: the first handler of a class or of a referenced event owns that file. So each file
/// hangs on one item of the pipeline, and adding a handler does not write the files of others again.
/// </remarks>
internal sealed class HandlerIndex : IEquatable<HandlerIndex>
{
    private readonly EquatableArray<HandlerModel> _handlers;
    private readonly Dictionary<string, List<HandlerModel>> _byEvent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HandlerModel> _classOwners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hints;

    public HandlerIndex(IEnumerable<HandlerModel> handlers)
    {
        _handlers = handlers
            .OrderBy(static handler => handler.Order)
            .ThenBy(static handler => handler.FullName, StringComparer.Ordinal)
            .ThenBy(static handler => handler.Signature, StringComparer.Ordinal)
            .ToEquatableArray();

        foreach (var handler in _handlers)
        {
            if (!_byEvent.TryGetValue(handler.Event.Global, out var list)) _byEvent.Add(handler.Event.Global, list = []);
            list.Add(handler);
            if (handler.Class is { } type && !_classOwners.ContainsKey(type.Type.Global)) _classOwners.Add(type.Type.Global, handler);
        }

        Classes = Sorted(_classOwners.Values.Select(static owner => owner.Class!.Type));
        ReferencedEvents = Sorted(_byEvent.Values.Where(static list => list[0].IsReferenced).Select(static list => list[0].Event));
        _hints = HintName.Assign(Sorted(Classes.Concat(ReferencedEvents)), static type => type.Global, static type => type.FullName);
    }

    /// <summary>All of them, those of one event in the order in which they run.</summary>
    public EquatableArray<HandlerModel> All => _handlers;

    /// <summary>The handler classes, sorted.</summary>
    public IReadOnlyList<TypeName> Classes { get; }

    /// <summary>The handled events that the project does not declare, sorted.</summary>
    public IReadOnlyList<TypeName> ReferencedEvents { get; }

    /// <summary>Whether code that calls some referenced handler or makes some class is itself obsolete.</summary>
    public bool CallsObsolete => _handlers.Any(static handler =>
        handler.IsReferenced && handler.Suppressions.NeedsObsoleteContext || handler.Class is { Suppressions.NeedsObsoleteContext: true });

    /// <summary>The handlers of one event of the project.</summary>
    public EquatableArray<HandlerModel> Of(TypeName type, ModuleNames names) =>
        _byEvent.TryGetValue(type.Global, out var handlers) ? names.Named(handlers) : default;

    /// <summary>Whether some handler of the event is obsolete as an error.</summary>
    /// <param name="eventType">The event's type, as code names it.</param>
    public bool NeedsObsoleteContext(string eventType) =>
        _byEvent.TryGetValue(eventType, out var handlers)
        && handlers.Exists(static handler => handler.Suppressions.NeedsObsoleteContext || handler.Class is { Suppressions.NeedsObsoleteContext: true });

    /// <summary>The class's file, if it hangs on this handler.</summary>
    public HandlerClassFile? ClassFileOf(HandlerModel handler, ModuleNames names) =>
        handler.Class is { } type && _classOwners.TryGetValue(type.Type.Global, out var owner) && owner.Equals(handler)
            ? new HandlerClassFile(names.Named(type), _hints[type.Type.Global])
            : null;

    /// <summary>The referenced event's file, if it hangs on this handler.</summary>
    public ReferencedEventFile? ReferencedFileOf(HandlerModel handler, ForwardIndex forwards, ModuleNames names) =>
        handler.IsReferenced && _byEvent.TryGetValue(handler.Event.Global, out var handlers) && handlers[0].Equals(handler)
            ? new ReferencedEventFile(
                handler.Event, names.OfReferencedEvent(handler.Event), _hints[handler.Event.Global], forwards.Of(handler.Event), names.Named(handlers))
            : null;

    /// <summary>Whether the project handles the event.</summary>
    public bool Handles(TypeName type) => Handles(type.Global);

    /// <inheritdoc cref="Handles(TypeName)"/>
    /// <param name="eventType">The event's type, as code names it.</param>
    public bool Handles(string eventType) => _byEvent.ContainsKey(eventType);

    public bool Equals(HandlerIndex? other) => other is not null && _handlers.Equals(other._handlers);

    public override bool Equals(object? obj) => Equals(obj as HandlerIndex);

    public override int GetHashCode() => _handlers.GetHashCode();

    // By the name that people know, and where two assemblies have one by the one that tells them apart.
    private static List<TypeName> Sorted(IEnumerable<TypeName> types) =>
        [.. types.OrderBy(static type => type.FullName, StringComparer.Ordinal).ThenBy(static type => type.Global, StringComparer.Ordinal)];
}
