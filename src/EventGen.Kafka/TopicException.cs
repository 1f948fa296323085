namespace EventGen.Kafka;

/// <summary>A topic cannot be used. The message says why, and is fit to be shown.</summary>
internal sealed class TopicException(string message) : Exception(message);
