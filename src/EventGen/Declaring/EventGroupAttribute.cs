namespace EventGen;

/// <summary>
/// Makes an interface a group: the closed family of the events that implement it. The generator writes its accessor
/// <c>Events.Name</c>, which emits, subscribes and streams all of them, typed by the interface.
/// </summary>
/// <remarks>
/// Members are the types marked <c>[Event]</c> that implement the interface, in whatever assembly; an event may be in several
/// groups. <see cref="PublishToAttribute"/> on the interface holds for every member.
/// </remarks>
/// <param name="id">The group's name for people, such as <c>ingest</c>; made from the interface's name when left out.</param>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class EventGroupAttribute(string? id = null) : Attribute
{
    /// <summary>The group's name, or <see langword="null"/> to make it from the interface's name.</summary>
    public string? Id { get; } = id;

    /// <summary>The name of the group's accessor: <c>Events.Name</c>. An identifier, written without <c>@</c>.</summary>
    /// <remarks>The group's own name does not follow it.</remarks>
    /// <value>Default: the interface's name less a leading <c>I</c> and an <c>Event</c> suffix, so that <c>IIngestEvent</c> is <c>Events.Ingest</c>.</value>
    public string? AccessorName { get; set; }
}
