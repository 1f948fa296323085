namespace EventGen.Nats;

/// <summary>What the server sent on a subscription.</summary>
/// <param name="Subject">Where it was sent to.</param>
/// <param name="ReplyTo">Where an answer goes.</param>
/// <param name="Headers">As they could be read.</param>
/// <param name="Body">Its own copy.</param>
internal readonly record struct Incoming(string Subject, string? ReplyTo, HeaderBlock Headers, byte[] Body);
