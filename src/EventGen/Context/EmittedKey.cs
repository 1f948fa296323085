namespace EventGen;

/// <summary>The key of an event as it was when the event was emitted. A handler may change the payload afterwards; order and publishing go by this.</summary>
/// <param name="Partition">The partition of the queue; 0 for an event without a key.</param>
/// <param name="Text">The key on the wire; <see langword="null"/> for an event without a key, and for one that is not published.</param>
internal readonly record struct EmittedKey(ulong Partition, string? Text);
