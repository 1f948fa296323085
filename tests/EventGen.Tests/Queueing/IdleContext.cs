namespace EventGen.Tests.Queueing;

/// <summary>A synchronization context that never runs anything, as that of a user interface which is gone.</summary>
internal sealed class IdleContext : SynchronizationContext
{
    public static void Leave() => SetSynchronizationContext(new IdleContext());

    public override void Post(SendOrPostCallback d, object? state)
    {
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();
}
