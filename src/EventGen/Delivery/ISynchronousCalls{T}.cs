namespace EventGen;

/// <summary>The calls of some targets on one thread, for <see cref="DeliveryLoop{T}.Run"/>. Structs, so that the loop is compiled for each kind and calls nothing through an interface.</summary>
internal interface ISynchronousCalls<T>
{
    int Count { get; }

    /// <summary>Calls a target, if it is synchronous and has not ended; what it throws comes out.</summary>
    void Call(int index, T payload, EventContext? context);

    IDeliveryTarget<T> Target(int index);
}
