namespace EventGen.Publishers.Conformance;

/// <summary>What a back end can do besides what all can. Each has a suite that a back end which declares it must pass.</summary>
[Flags]
public enum Capabilities
{
    /// <summary>What every back end can.</summary>
    None = 0,

    /// <summary>Each receiver gets every message, as long as it is connected: <see cref="BroadcastSuite"/>.</summary>
    Broadcasts = 1,

    /// <summary>Messages are kept until they have been dealt with, and shared by the instances of an application: <see cref="PersistentSuite"/>.</summary>
    Persists = 2,

    /// <summary>There is a server that can be killed and started again: <see cref="BrokerSuite"/>.</summary>
    HasServer = 4,
}
