namespace EventGen;

/// <summary>How events travel through Redis.</summary>
public enum RedisMode
{
    /// <summary>
    /// Pub/sub: every instance that receives sees every event, once, as long as it is connected. What is published while it is
    /// not is lost to it.
    /// </summary>
    PubSub,

    /// <summary>
    /// A stream with a consumer group for each application: its instances share the events of the other applications, each event is
    /// acknowledged when it has been dealt with and delivered again when it has not: at least once.
    /// </summary>
    Streams,
}
