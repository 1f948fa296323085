namespace EventGen;

/// <summary>What those are told whose event reached the bus made on first use, while the host that they have configured has not started its own.</summary>
internal static class BeforeTheHost
{
    public const string Advice = "If AddEventGen is there, the host has not started yet, and this is the bus made on first use: emit after StartAsync, or inject EventTopic<T>.";
}
