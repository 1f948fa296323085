namespace EventGen;

/// <summary>Bounds each attempt of a handler in time; on an event, of each of its handlers.</summary>
/// <remarks>
/// When the time is over, the handler's token is cancelled and the attempt has failed with a <see cref="TimeoutException"/>.
/// What the handler does later counts for nothing, and its worker goes on with the next event. One that does not heed its token
/// within a second is reported as stuck until it returns, and runs beside the events that come after. With the same event it is not called
/// again meanwhile: another attempt first waits for it, as long as an attempt may take, and has failed if it still runs then. A time that cannot be read is a build error.
/// </remarks>
/// <param name="limit">The time, as <c>hh:mm:ss.fff</c>; more than zero.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class HandlerTimeoutAttribute(string limit) : Attribute
{
    /// <summary>How long an attempt may take.</summary>
    public string Limit { get; } = limit;
}
