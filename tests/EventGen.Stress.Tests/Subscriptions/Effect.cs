namespace EventGen.Stress.Tests.Subscriptions;

/// <summary>What a handler does besides noting that it was called.</summary>
internal enum Effect
{
    None,

    /// <summary>Subscribes another handler.</summary>
    Subscribe,

    EndItself,

    /// <summary>Ends the subscription after its own.</summary>
    EndTheNext,

    /// <summary>Throws, which stops nobody.</summary>
    Throw,
}
