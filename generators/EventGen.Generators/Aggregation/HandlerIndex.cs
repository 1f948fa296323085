using EventGen.Generators.Emission;
using EventGen.Generators.Models;

namespace EventGen.Generators.Aggregation;

/// <summary>All handlers of the project, by event, in the order in which they run.</summary>
/// <remarks>
/// Files are handed out to handlers: the first handler of a class or of a foreign event owns that file. So each file
/// hangs on one item of the pipeline, and adding a handler does not write the files of others again.
/// </remarks>
internal sealed class HandlerIndex : IEquatable<HandlerIndex>
{
    private readonly EquatableArray<HandlerModel> _handlers;
    private readonly Dictionary<string, List<HandlerModel>> _byEvent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HandlerModel> _classOwners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _classNames;
    private readonly Dictionary<string, string> _foreignNames;
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
            if (!_byEvent.TryGetValue(handler.Event.FullName, out var list)) _byEvent.Add(handler.Event.FullName, list = []);
            list.Add(handler);
            if (handler.Class is { } type && !_classOwners.ContainsKey(type.Type.FullName)) _classOwners.Add(type.Type.FullName, handler);
        }

        var classes = _classOwners.Values.Select(static owner => owner.Class!.Type).ToList();
        var foreign = _byEvent.Values.Where(static list => list[0].IsReferenced).Select(static list => list[0].Event).ToList();
        _classNames = MemberNames.OfClasses(classes);
        _foreignNames = MemberNames.OfReferencedEvents(foreign);
        _hints = HintName.Assign(classes.Concat(foreign).Select(static type => type.FullName).OrderBy(static name => name, StringComparer.Ordinal));
    }

    /// <summary>The identifiers of handler classes, sorted.</summary>
    public IEnumerable<string> Classes => _classNames.Values.OrderBy(static name => name, StringComparer.Ordinal);

    /// <summary>The identifiers of handled events of other assemblies, sorted.</summary>
    public IEnumerable<string> ReferencedEvents => _foreignNames.Values.OrderBy(static name => name, StringComparer.Ordinal);

    /// <summary>Whether code that calls some foreign handler or makes some class is itself obsolete.</summary>
    public bool CallsObsolete => _handlers.Any(static handler =>
        handler.IsReferenced && handler.Suppressions.NeedsObsoleteContext || handler.Class is { Suppressions.NeedsObsoleteContext: true });

    /// <summary>The handlers of one event of the project.</summary>
    public EquatableArray<HandlerModel> Of(TypeName type) =>
        _byEvent.TryGetValue(type.FullName, out var handlers) ? handlers.Select(Named).ToEquatableArray() : default;

    /// <summary>Whether some handler of the event is obsolete as an error.</summary>
    public bool NeedsObsoleteContext(string eventFullName) =>
        _byEvent.TryGetValue(eventFullName, out var handlers)
        && handlers.Exists(static handler => handler.Suppressions.NeedsObsoleteContext || handler.Class is { Suppressions.NeedsObsoleteContext: true });

    /// <summary>The class's file, if it hangs on this handler.</summary>
    public HandlerClassFile? ClassFileOf(HandlerModel handler) =>
        handler.Class is { } type && _classOwners.TryGetValue(type.Type.FullName, out var owner) && owner.Equals(handler)
            ? new HandlerClassFile(Named(handler).Class!, _hints[type.Type.FullName])
            : null;

    /// <summary>The foreign event's file, if it hangs on this handler.</summary>
    public ReferencedEventFile? ReferencedFileOf(HandlerModel handler) =>
        handler.IsReferenced && _byEvent.TryGetValue(handler.Event.FullName, out var handlers) && handlers[0].Equals(handler)
            ? new ReferencedEventFile(
                handler.Event, _foreignNames[handler.Event.FullName], _hints[handler.Event.FullName], handlers.Select(Named).ToEquatableArray())
            : null;

    public bool Equals(HandlerIndex? other) => other is not null && _handlers.Equals(other._handlers);

    public override bool Equals(object? obj) => Equals(obj as HandlerIndex);

    public override int GetHashCode() => _handlers.GetHashCode();

    private HandlerModel Named(HandlerModel handler) => handler.Class is { } type
        ? handler with { Class = type with { Identifier = _classNames[type.Type.FullName] } }
        : handler;
}
