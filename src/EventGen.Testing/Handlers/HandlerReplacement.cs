namespace EventGen.Testing;

/// <summary>What takes the place of one handler.</summary>
/// <param name="Name">The handler's name.</param>
/// <param name="Payload">The event or group that the handler takes.</param>
/// <param name="Call">Called instead.</param>
internal sealed record HandlerReplacement(string Name, Type Payload, Func<object, CancellationToken, ValueTask> Call)
{
    /// <summary>Whether it takes the place of a handler: one of that name that takes the event or group.</summary>
    public bool Replaces(DeclaredHandler handler) => handler.Name == Name && Payload.IsAssignableFrom(handler.PayloadType);
}
