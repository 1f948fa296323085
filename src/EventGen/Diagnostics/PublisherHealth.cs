namespace EventGen;

/// <summary>How one publisher fares.</summary>
/// <param name="Name">The publisher's name.</param>
/// <param name="Status">Healthy when its last publish succeeded or none was tried.</param>
/// <param name="LastError">What its last publish failed with; <see langword="null"/> when it succeeded.</param>
public sealed record PublisherHealth(string Name, EventBusStatus Status, string? LastError);
