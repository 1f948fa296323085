namespace EventGen;

/// <summary>Sees when a bus works and when it has nothing to do, for tests.</summary>
/// <remarks>Called by emitters and workers, several at a time; neither blocks nor throws.</remarks>
internal interface IWorkObserver
{
    /// <summary>Work has begun that no worker runs; <see cref="Ended"/> follows.</summary>
    void Began();

    /// <summary>What <see cref="Began"/> announced is over.</summary>
    void Ended();

    /// <summary>A worker has found nothing to do, or work that went on without a worker is over.</summary>
    void WorkEnded();
}
