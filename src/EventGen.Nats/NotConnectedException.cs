namespace EventGen.Nats;

/// <summary>An attempt to connect failed.</summary>
/// <param name="reason">Why, fit to be told.</param>
/// <param name="cause">What the client threw.</param>
internal sealed class NotConnectedException(string reason, Exception cause) : Exception(reason, cause);
