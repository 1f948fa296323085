using System.Runtime.CompilerServices;

namespace EventGen.Testing;

/// <summary>The handlers that one bus leaves out or replaces. Not thread safe.</summary>
internal sealed class HandlerChanges
{
    private static readonly ConditionalWeakTable<EventBusBuilder, HandlerChanges> s_ofBuilders = [];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _classes = new(StringComparer.Ordinal);
    private readonly List<HandlerReplacement> _replacements = [];
    private bool _all;

    private HandlerChanges(EventBusBuilder builder) => builder.ChangeHandlers(Apply);

    /// <summary>The changes of a builder, made when they are first asked for.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static HandlerChanges Of(EventBusBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return s_ofBuilders.GetValue(builder, static one => new HandlerChanges(one));
    }

    public void LeaveOutAll() => _all = true;

    public void LeaveOut(string name) => _names.Add(name);

    // As generated code names it.
    public void LeaveOut(Type handlerClass) => _classes.Add(handlerClass.FullName!.Replace('+', '.'));

    public void Replace(string name, Type payload, Func<object, CancellationToken, ValueTask> call) =>
        _replacements.Add(new HandlerReplacement(name, payload, call));

    private void Apply(IReadOnlyList<DeclaredHandler> handlers)
    {
        RefuseUnknown(handlers);
        foreach (var handler in handlers)
        {
            if (_replacements.FindLast(replacement => replacement.Replaces(handler)) is { } replacement)
                handler.Replace(invocation => replacement.Call(invocation.Payload, invocation.CancellationToken));
            else if (_all || _names.Contains(handler.Name) || _classes.Contains(handler.ClassName)) handler.LeaveOut();
        }
    }

    private void RefuseUnknown(IReadOnlyList<DeclaredHandler> handlers)
    {
        string[] names = [.. handlers.Select(static handler => handler.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] faults =
        [
            .. _names.Except(names, StringComparer.Ordinal).Select(name => $"'{name}' is no handler of this bus; {NearestName.Propose(name, names)}"),
            .. _classes.Except(handlers.Select(static handler => handler.ClassName), StringComparer.Ordinal).Select(static name => $"'{name}' has no handlers on this bus."),
            .. _replacements.Where(replacement => !handlers.Any(replacement.Replaces))
                .Select(replacement => $"'{replacement.Name}' is no handler of {replacement.Payload} on this bus; {Propose(replacement, handlers)}"),
        ];
        if (faults.Length > 0) throw new ArgumentException(string.Join(" ", faults));
    }

    // Of the handlers of the event, which alone can be replaced so.
    private static string Propose(HandlerReplacement replacement, IReadOnlyList<DeclaredHandler> handlers)
    {
        if (handlers.FirstOrDefault(handler => handler.Name == replacement.Name) is { } other) return $"there is one of that name for {other.PayloadType}.";
        string[] names = [.. handlers.Where(handler => replacement.Payload.IsAssignableFrom(handler.PayloadType)).Select(static handler => handler.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "the event has no handlers there." : NearestName.Propose(replacement.Name, names);
    }
}
