namespace EventGen;

/// <summary>Stands for a bus among those that are open: one that is dropped without a stop must not be counted for ever.</summary>
internal sealed class OpenBus
{
    ~OpenBus()
    {
        // Elsewhere, for it takes a lock.
        ThreadPool.UnsafeQueueUserWorkItem(static _ => AmbientBus.Abandoned(), null);
    }
}
