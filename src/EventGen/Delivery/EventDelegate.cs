namespace EventGen;

/// <summary>What is left to run of an invocation: the rest of the middleware, and the handler.</summary>
/// <param name="invocation">The invocation that the middleware was given.</param>
public delegate ValueTask EventDelegate(EventInvocation invocation);
