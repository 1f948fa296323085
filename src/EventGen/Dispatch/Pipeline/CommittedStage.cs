namespace EventGen;

/// <summary>Refuses to enqueue a durable event without waiting, also where it is delivered from memory: a test sees what production does.</summary>
internal class CommittedStage<T>(string eventId, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    public override bool TryEnqueue(T payload) => throw new NotSupportedException(
        $"Event '{eventId}' is durable: to accept it takes a commit, which TryEnqueue cannot wait for. Use 'await EmitAsync'.");
}
