namespace EventGen.Nats;

/// <summary>A publish to a stream that is not confirmed yet.</summary>
internal sealed class UnconfirmedPublish() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly long _begun = Environment.TickCount64;

    /// <summary>How long ago it was begun.</summary>
    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _begun);
}
