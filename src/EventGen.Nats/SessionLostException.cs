namespace EventGen.Nats;

/// <summary>The connection was lost during a call; what became of the call is unknown.</summary>
internal sealed class SessionLostException(string reason) : Exception($"the connection was lost: {reason}");
