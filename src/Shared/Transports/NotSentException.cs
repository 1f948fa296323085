namespace EventGen;

/// <summary>A publish failed before anything of it was sent, as there was no connection to send it over, or nowhere to send it to. Compiled into each transport.</summary>
/// <param name="cause">Why.</param>
internal sealed class NotSentException(Exception cause) : Exception(cause.Message, cause);
