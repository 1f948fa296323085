namespace EventGen;

/// <summary>
/// Makes an interface a group: the closed family of the events that implement it. The generator writes its accessor
/// <c>Events.Name</c>, which emits, subscribes and streams all of them, typed by the interface.
/// </summary>
/// <remarks>
/// Members are the types marked <c>[Event]</c> that implement the interface, in whatever assembly; an event may be in several
/// groups. <see cref="PublishToAttribute"/> on the interface holds for every member. The accessor's name is the interface's,
/// less a leading <c>I</c> and an <c>Event</c> suffix: <c>IIngestEvent</c> becomes <c>Events.Ingest</c>.
/// </remarks>
/// <param name="id">The group's name for people, such as <c>ingest</c>; made from the interface's name when left out.</param>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class EventGroupAttribute(string? id = null) : Attribute
{
    /// <summary>The group's name, or <see langword="null"/> to make it from the interface's name.</summary>
    public string? Id { get; } = id;
}
