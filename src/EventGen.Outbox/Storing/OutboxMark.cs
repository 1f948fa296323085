namespace EventGen;

/// <summary>An inbox mark: one target has handled one event. Immutable.</summary>
/// <param name="Id">The id of the emission.</param>
/// <param name="Target">The name of the target; empty for the acceptance of the event itself.</param>
public readonly record struct OutboxMark(Guid Id, string Target);
