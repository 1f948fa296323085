namespace EventGen.Tests.Guards;

/// <summary>Middleware that throws around one handler, before there is a task.</summary>
internal sealed class HostileMiddleware(string handler) : IEventMiddleware
{
    public ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next) =>
        invocation.Handler == handler ? throw new HostileException() : next(invocation);
}
