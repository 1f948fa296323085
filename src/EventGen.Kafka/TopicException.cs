namespace EventGen.Kafka;

/// <summary>A topic cannot be used. The message says why, and is fit to be shown.</summary>
/// <param name="message">Why.</param>
/// <param name="isPassing">Whether the cluster does not answer, or says so to everybody for a while.</param>
internal sealed class TopicException(string message, bool isPassing = false) : Exception(message)
{
    public bool IsPassing => isPassing;
}
