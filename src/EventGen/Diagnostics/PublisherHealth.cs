namespace EventGen;

/// <summary>How one publisher fares.</summary>
/// <param name="Name">The publisher's name.</param>
/// <param name="Status">As it tells by <see cref="IEventPublisherHealth"/>; else healthy when its last publish succeeded or none was tried.</param>
/// <param name="LastError">What is wrong, without secrets; else what its last publish failed with; <see langword="null"/> when all is well.</param>
public sealed record PublisherHealth(string Name, EventBusStatus Status, string? LastError);
