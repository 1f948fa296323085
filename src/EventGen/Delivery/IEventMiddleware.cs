namespace EventGen;

/// <summary>Runs around each invocation of a handler: of compile-time and run-time handlers, not of publishers.</summary>
/// <remarks>
/// Called once for every attempt, by several threads at the same time. What it throws is the handler's failure. An emit
/// of an event that has middleware blocks its thread until the middleware of its synchronous handlers has returned.
/// </remarks>
public interface IEventMiddleware
{
    /// <summary>Runs around one invocation.</summary>
    /// <param name="invocation">What is invoked.</param>
    /// <param name="next">The next middleware, or the handler. Not calling it passes the handler over, which counts as a success.</param>
    ValueTask InvokeAsync(EventInvocation invocation, EventDelegate next);
}
