namespace EventGen.Testing;

/// <summary>Something was expected of a <see cref="TestEventBus"/> that has not happened; the message lists what has.</summary>
/// <param name="message">What was expected, and what happened.</param>
public sealed class EventAssertionException(string message) : Exception(message);
