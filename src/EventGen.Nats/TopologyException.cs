namespace EventGen.Nats;

/// <summary>A stream or consumer is not as it must be.</summary>
/// <param name="message">What is wrong with it, and what to do.</param>
internal sealed class TopologyException(string message) : Exception(message);
