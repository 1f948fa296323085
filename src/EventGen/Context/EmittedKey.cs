namespace EventGen;

/// <summary>The key of an event as it was when the event was emitted. A handler may change the payload afterwards; order and publishing go by this.</summary>
/// <param name="Partition">The partition of the queue; 0 where the key is <see langword="null"/>.</param>
/// <param name="Text">The key on the wire; <see langword="null"/> where the key is, and for an event that is not published.</param>
internal sealed record EmittedKey(ulong Partition, string? Text);
