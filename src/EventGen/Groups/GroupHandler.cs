namespace EventGen;

/// <summary>A run-time handler of a group, in the one of three forms that its delegate was brought to.</summary>
internal sealed record GroupHandler<T>
{
    public GroupHandler(Delegate original, DispatchFlags needs)
    {
        ArgumentNullException.ThrowIfNull(original, "handler");
        Original = original;
        Needs = needs;
    }

    public Delegate Original { get; }

    public DispatchFlags Needs { get; }

    public Action<T>? Plain { get; init; }

    public Action<T, EventContext?, CancellationToken>? Synchronous { get; init; }

    public Func<T, EventContext?, CancellationToken, ValueTask>? Asynchronous { get; init; }
}
