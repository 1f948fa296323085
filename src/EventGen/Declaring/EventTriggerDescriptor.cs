namespace EventGen;

/// <summary>What fires an event besides a call: a change of an entity.</summary>
/// <param name="Entity">The entity's type, whose derived types count too.</param>
/// <param name="Condition">The name of the event's method that decides; <see langword="null"/> when none does.</param>
/// <param name="On">The kinds of change that fire the event.</param>
public sealed record EventTriggerDescriptor(Type Entity, string? Condition, EntityChangeKind On);
