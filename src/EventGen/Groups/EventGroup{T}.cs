namespace EventGen;

/// <summary>A family of events on one bus: emits each by its own topic, and subscribes to all of them. Thread safe.</summary>
/// <remarks>
/// Each call is that of the <see cref="EventTopic{T}"/> of the event it is given, which generated code finds by the payload's type.
/// What implements the interface without being an event of the bus is refused.
/// </remarks>
/// <typeparam name="T">The group, an interface marked <c>[EventGroup]</c>.</typeparam>
public sealed partial class EventGroup<T> : EventGroup where T : class
{
    // For each module that declares events of the group: which of its events a payload is, and these. A module comes before
    // those that it references, so that what derives from another event is found before that.
    private readonly (Func<T, int> MemberOf, GroupMember<T>[] Members)[] _modules;

    // In an order that is the same in every group, in which their histories are locked.
    private readonly GroupMember<T>[] _members;

    // Its bus accepts everything and runs nothing.
    private readonly bool _isNull;

    internal EventGroup(object owner, string id, (Func<T, int> MemberOf, GroupMember<T>[] Members)[] modules, bool isNull)
        : base(owner, id, [.. modules.SelectMany(static module => module.Members).Select(static member => member.Topic.Descriptor).OrderBy(static member => member.Id, StringComparer.Ordinal)])
    {
        _modules = modules;
        _isNull = isNull;
        _members = [.. modules.SelectMany(static module => module.Members).OrderBy(static member => member.Slot)];
    }

    /// <inheritdoc cref="EventTopic{T}.Emit"/>
    /// <exception cref="ArgumentException"><paramref name="payload"/> is no event of the bus.</exception>
    public void Emit(T payload) => Find(payload)?.Emit(payload);

    /// <inheritdoc cref="EventTopic{T}.InvokeAsync"/>
    /// <exception cref="ArgumentException"><paramref name="payload"/> is no event of the bus.</exception>
    public ValueTask InvokeAsync(T payload, CancellationToken cancellationToken = default) =>
        Find(payload) is { } member ? member.InvokeAsync(payload, cancellationToken) : default;

    /// <inheritdoc cref="EventTopic{T}.EmitAsync(T, CancellationToken)"/>
    /// <exception cref="ArgumentException"><paramref name="payload"/> is no event of the bus.</exception>
    public ValueTask EmitAsync(T payload, CancellationToken cancellationToken = default) =>
        Find(payload) is { } member ? member.EmitAsync(payload, cancellationToken) : default;

    /// <inheritdoc cref="EventTopic{T}.TryEnqueue"/>
    /// <exception cref="ArgumentException"><paramref name="payload"/> is no event of the bus.</exception>
    public bool TryEnqueue(T payload) => Find(payload)?.TryEnqueue(payload) ?? true;

    // Null on the null bus alone.
    private GroupMember<T>? Find(T payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        foreach (var (memberOf, members) in _modules)
        {
            int index = memberOf(payload);
            if (index >= 0) return members[index];
        }

        return _isNull ? null : throw new ArgumentException(
            $"{payload.GetType()} implements {typeof(T).Name}, but is no event of the group '{Id}' on this bus. Mark it [Event], and add the module of its assembly to the bus.",
            nameof(payload));
    }
}
