namespace EventGen;

/// <summary>A subscription made at run time. Disposing it ends it; disposing it again does nothing. Thread safe.</summary>
/// <remarks>
/// Once <see cref="Dispose"/> has returned, the thread that disposed it does not call the handler again, not even for
/// the event in hand; on other threads at most the call in flight finishes.
/// </remarks>
public abstract class EventSubscription : IDisposable
{
    private protected EventSubscription()
    {
    }

    /// <summary>False once the subscription has been disposed or unsubscribed.</summary>
    public abstract bool IsActive { get; }

    /// <summary>Ends the subscription.</summary>
    public abstract void Dispose();
}
