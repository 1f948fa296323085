using System.Runtime.CompilerServices;
using EventGen.CompilerServices;

namespace EventGen.Testing;

/// <summary>The handlers that one bus leaves out or replaces. Not thread safe.</summary>
internal sealed class HandlerChanges
{
    private static readonly ConditionalWeakTable<EventBusBuilder, HandlerChanges> s_ofBuilders = [];

    private readonly EventBusBuilder _builder;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _classes = new(StringComparer.Ordinal);
    private readonly List<HandlerReplacement> _replacements = [];
    private bool _all;

    private HandlerChanges(EventBusBuilder builder)
    {
        _builder = builder;
        builder.Completing += Apply;
    }

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

    private void Apply()
    {
        RefuseUnknown();
        foreach (var entry in _builder.Registry.Entries) entry.Adapt = handler => Adapt(handler, entry.PayloadType);

        // Last, and so innermost: the test's own middleware surrounds the replacement as it does the handler.
        foreach (var replacement in _replacements) _builder.AddMiddleware(replacement);
    }

    private HandlerInfo? Adapt(HandlerInfo handler, Type payload)
    {
        if (_replacements.Exists(replacement => replacement.Replaces(handler.Name, payload))) return handler with { Traits = handler.Traits & ~HandlerTraits.Services };
        return _all || _names.Contains(handler.Name) || _classes.Contains(ClassOf(handler)) ? null : handler;
    }

    private void RefuseUnknown()
    {
        var handlers = _builder.Registry.Entries.SelectMany(static entry => entry.Parts.SelectMany(static part => part.Handlers), static (entry, handler) => (entry.PayloadType, Handler: handler)).ToList();
        string[] names = [.. handlers.Select(static one => one.Handler.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] faults =
        [
            .. _names.Except(names, StringComparer.Ordinal).Select(name => $"'{name}' is no handler of this bus; {NearestName.Propose(name, names)}"),
            .. _classes.Except(handlers.Select(static one => ClassOf(one.Handler)), StringComparer.Ordinal).Select(static name => $"'{name}' has no handlers on this bus."),
            .. _replacements.Where(replacement => !handlers.Exists(one => replacement.Replaces(one.Handler.Name, one.PayloadType)))
                .Select(replacement => $"'{replacement.Name}' is no handler of {replacement.Payload} on this bus; "
                    + (names.Contains(replacement.Name) ? "there is one of that name for another event." : NearestName.Propose(replacement.Name, names))),
        ];
        if (faults.Length > 0) throw new ArgumentException(string.Join(" ", faults));
    }

    private static string ClassOf(HandlerInfo handler) => handler.Method[..Math.Max(0, handler.Method.LastIndexOf('.'))];
}
