namespace EventGen;

/// <summary>Calls something else in the place of some handlers. The innermost middleware, so that all others surround the replacement as they would the handler.</summary>
internal sealed class HandlerReplacements(DeclaredHandler[] replaced) : IEventMiddleware
{
    public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next) =>
        Array.Find(replaced, handler => handler.IsOf(invocation)) is { Replacement: { } replacement } ? replacement(invocation) : next(invocation);
}
