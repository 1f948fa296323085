namespace EventGen;

/// <summary>Finds what keeps a bus from starting. A package registers it as a service of the container; the bus asks all of them at its start.</summary>
public interface IEventBusStartCheck
{
    /// <summary>Looks for what cannot work. Called before the outbox is opened and before any handler runs.</summary>
    /// <param name="bus">The bus that starts.</param>
    /// <param name="cancellationToken">Cancels the check, and with it the start of the bus.</param>
    /// <returns>Each thing that is wrong, as a sentence with what to do; empty when the bus can start.</returns>
    ValueTask<IReadOnlyList<string>> CheckAsync(EventBus bus, CancellationToken cancellationToken);
}
