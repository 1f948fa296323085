namespace EventGen.Tests.Guards;

/// <summary>One call of code that is not the bus's own, made to throw, and what an event comes to all the same.</summary>
/// <param name="Name">What throws.</param>
public sealed record ForeignCall(string Name)
{
    /// <summary>How many failed attempts each event comes to. One handler always fails.</summary>
    public int Failures { get; init; } = 1;

    /// <summary>How many dead letters each event comes to, those included that the store does not take.</summary>
    public int DeadLetters { get; init; } = 1;

    /// <summary>What the handlers and members of the event do.</summary>
    public Action<ThrowingPartsWork>? Work { get; init; }

    public Action<EventBusOptions>? Options { get; init; }

    public Action<EventBusBuilder>? Build { get; init; }

    /// <summary>Called with the bus before it starts; what it returns is kept alive.</summary>
    public Func<EventBus, object?>? Made { get; init; }

    /// <summary>Makes the scoped service of handlers.</summary>
    public Func<ThrowingService> Service { get; init; } = static () => new ThrowingService();

    /// <summary>What stands around the provider.</summary>
    public Func<IServiceProvider, IServiceProvider> Provider { get; init; } = static services => services;

    /// <summary>The call of the store that throws.</summary>
    public string StoreCall { get; init; } = "";

    /// <summary>The call of the publisher that throws.</summary>
    public string PublisherCall { get; init; } = "";

    /// <summary>Listens for the whole process, until disposed.</summary>
    public Func<IDisposable>? Listen { get; init; }

    public override string ToString() => Name;
}
