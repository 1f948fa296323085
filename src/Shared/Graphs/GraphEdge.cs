namespace EventGen.Graphs;

/// <summary>From what emits or fires an event to the event, and from an event to what handles or publishes it.</summary>
/// <param name="From">A node's id.</param>
/// <param name="To">A node's id.</param>
/// <param name="Kind"><c>emits</c>, <c>fires</c>, <c>handles</c>, <c>publishes</c>, or <c>causes</c> for an emit that was seen.</param>
/// <param name="IsInCircle">Whether it is part of a circle.</param>
internal sealed record GraphEdge(string From, string To, string Kind, bool IsInCircle);
