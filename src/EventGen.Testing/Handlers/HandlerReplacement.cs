namespace EventGen.Testing;

/// <summary>Calls something else in the place of one handler.</summary>
/// <param name="Name">The handler's name.</param>
/// <param name="Payload">The event or group that the handler takes.</param>
/// <param name="Call">Called instead.</param>
internal sealed record HandlerReplacement(string Name, Type Payload, Func<object, CancellationToken, ValueTask> Call) : IEventMiddleware
{
    /// <summary>Whether it takes the place of the handler of that name that takes the event or group.</summary>
    public bool Replaces(string handler, Type payload) => handler == Name && Payload.IsAssignableFrom(payload);

    public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next)
    {
        object payload = invocation.Payload;
        return Replaces(invocation.Handler, payload.GetType()) ? Call(payload, invocation.CancellationToken) : next(invocation);
    }
}
