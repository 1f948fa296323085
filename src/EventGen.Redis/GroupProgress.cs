namespace EventGen.Redis;

/// <summary>How far a group has read a stream.</summary>
/// <param name="Unread">How many entries nobody in the group has read yet; <see langword="null"/> when Redis cannot tell.</param>
/// <param name="Lost">How many the stream deleted before anybody in the group read them. Each is told once, to one instance.</param>
internal readonly record struct GroupProgress(long? Unread, long Lost);
