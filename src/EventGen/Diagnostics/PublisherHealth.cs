namespace EventGen;

/// <summary>How one publisher fares.</summary>
/// <param name="Name">The publisher's name.</param>
/// <param name="Status">
/// Healthy when its last publish succeeded or none was tried; degraded when it failed; unhealthy when there has been no success
/// for longer than <see cref="EventBusOptions.PublisherDownLimit"/> since a failure. A publisher that tells its own health by
/// <see cref="IEventPublisherHealth"/> is at best what it tells; a transport tells the same of its connection, and of receiving.
/// </param>
/// <param name="LastError">
/// The type of what its last publish failed with, and of what caused that; <see langword="null"/> when it succeeded. Messages,
/// which may hold addresses and passwords, are in the log alone. Of a publisher that tells its own health, what it tells.
/// </param>
public sealed record PublisherHealth(string Name, EventBusStatus Status, string? LastError);
