namespace EventGen;

/// <summary>
/// Declares a payload type as an event. The generator writes its accessor <c>Events.Name</c>, its dispatcher and
/// overloads that take the payload's parts.
/// </summary>
/// <remarks>
/// The type may be a record, record struct, class or struct that generated code can name: not generic, abstract,
/// file-local or private. Payloads are shared between handlers and threads, so make them immutable.
/// </remarks>
/// <param name="id">
/// The event's name on the wire: lower case, dot separated, such as <c>order.placed</c>. When left out it is made from
/// the type's name: <c>OrderPlacedEvent</c> becomes <c>order.placed</c>.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class EventAttribute(string? id = null) : Attribute
{
    /// <summary>The event's name on the wire, or <see langword="null"/> to make it from the type's name.</summary>
    public string? Id { get; } = id;

    /// <summary>The name of the event's accessor: <c>Events.Name</c>. An identifier, written without <c>@</c>.</summary>
    /// <remarks>The id does not follow it: code may call the event otherwise, what travels keeps its name.</remarks>
    /// <value>Default: the type's name less an <c>Event</c> suffix.</value>
    public string? AccessorName { get; set; }

    /// <summary>What the event means, for people.</summary>
    /// <value>Default: the text of the type's XML summary.</value>
    public string? Description { get; set; }

    /// <summary>The version of the payload's contract. Raise it when other code could not read the payload any more.</summary>
    /// <remarks>What is still written in an older version is read where an <see cref="EventUpgradeAttribute"/> says how.</remarks>
    /// <value>Default: 1.</value>
    public int Version { get; set; } = 1;
}
