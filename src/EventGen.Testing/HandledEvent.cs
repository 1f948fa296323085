namespace EventGen.Testing;

/// <summary>One event that one handler has handled.</summary>
/// <typeparam name="T">The event.</typeparam>
/// <param name="Payload">The event.</param>
/// <param name="Handler">The handler's name, as the event's descriptor lists it; of a run-time handler the type and method of its delegate.</param>
public sealed record HandledEvent<T>(T Payload, string Handler);
