namespace EventGen.Graphs;

/// <summary>An event, handler, publisher, entity, the subscribers of an event, or a method that emits and is no handler.</summary>
/// <param name="Id">What tells it apart; the command and the management endpoints use the same.</param>
/// <param name="Kind"><c>event</c>, <c>handler</c>, <c>publisher</c>, <c>entity</c>, <c>subscribers</c> or <c>emitter</c>.</param>
/// <param name="Name">What is shown.</param>
/// <param name="Event">The event of a handler; <see langword="null"/> for others.</param>
/// <param name="IsInCircle">Whether it is an event whose handlers emit it again, directly or through others.</param>
internal sealed record GraphNode(string Id, string Kind, string Name, string? Event, bool IsInCircle);
