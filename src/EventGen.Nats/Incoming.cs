namespace EventGen.Nats;

/// <summary>What the server sent on a subscription, as bytes.</summary>
/// <param name="ReplyTo">Where an answer goes.</param>
/// <param name="Headers">Its own copy; empty for none.</param>
/// <param name="Body">Its own copy.</param>
internal readonly record struct Incoming(string? ReplyTo, byte[] Headers, byte[] Body);
