namespace EventGen.EventContracts;

/// <summary>A handler of an assembly. Immutable.</summary>
/// <param name="EventType">The full name of the payload, or group, that it takes.</param>
/// <param name="Name">What settings, logs and dead letters call it: type and method, or the name that it was given.</param>
/// <param name="Method">Type and method: <c>Shop.Receipts.SendAsync</c>.</param>
/// <param name="Order">Where it stands among the event's handlers.</param>
/// <param name="IsAsynchronous">Whether it returns a task.</param>
internal sealed record HandlerManifest(string EventType, string Name, string Method, int Order, bool IsAsynchronous);
