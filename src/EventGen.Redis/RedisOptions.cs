using EventGen.Redis;

namespace EventGen;

/// <summary>The settings of one Redis publisher. Read once, when it is made; later changes have no effect.</summary>
public sealed class RedisOptions : ITransportOptions
{
    /// <summary>
    /// Where Redis is: <c>redis://[[user]:password@]host[:port][/database]</c>, <c>rediss://</c> for TLS, or <c>host[:port]</c>. Never logged
    /// or shown with its password.
    /// </summary>
    /// <value>Default: none; it has to be set.</value>
    public string? Address { get; set; }

    /// <summary>The pub/sub channel, or the key of the stream.</summary>
    /// <value>Default: <c>eventgen</c>.</value>
    public string Channel { get; set; } = "eventgen";

    /// <summary>How events travel.</summary>
    /// <value>Default: <see cref="RedisMode.PubSub"/>.</value>
    public RedisMode Mode { get; set; } = RedisMode.PubSub;

    /// <summary>Whether what others publish on the channel becomes events of this bus.</summary>
    /// <value>Default: false, publish only.</value>
    public bool Receive { get; set; }

    /// <summary>
    /// What happens to received messages of events that no module of the bus declares, such as those that another application publishes to the same channel: each is kept as a dead letter, or they are
    /// acknowledged, counted in <see cref="EventBusHealth.Ignored"/> and logged once for each event.
    /// </summary>
    /// <value>Default: <see cref="UnknownEventMode.DeadLetter"/>.</value>
    public UnknownEventMode UnknownEvents { get; set; }

    /// <summary>Whether Redis is used at all. If not, events may still name the publisher, but it connects to nothing and gets no events: they stay in the process.</summary>
    /// <value>Default: true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Whether messages are written as structured CloudEvents instead of the message's JSON form. Both are read. Redis has no headers, which the binary form of the
    /// other brokers needs.
    /// </summary>
    /// <value>Default: false, the shorter form.</value>
    public bool CloudEvents { get; set; }

    /// <summary>The consumer group of <see cref="RedisMode.Streams"/>, which the instances of one application share.</summary>
    /// <value>Default: the application's name: <see cref="EventBusOptions.Source"/>, or the name of the program's assembly.</value>
    public string? Group { get; set; }

    /// <summary>How long one call of Redis may take before it counts as failed. What became of it is then unknown.</summary>
    /// <value>Default: 5 seconds. From 10 milliseconds to 10 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many publishes may be under way at the same time; more wait, at most for <see cref="Timeout"/>.</summary>
    /// <value>Default: 1000. At least 1.</value>
    public int MaxInFlight { get; set; } = 1000;

    /// <summary>
    /// With <see cref="RedisMode.PubSub"/>, how many received messages may wait, in this process, for the bus to take them. What arrives beyond it is lost and
    /// counted. Without effect with <see cref="RedisMode.Streams"/>: there, what the bus has no capacity for stays in Redis.
    /// </summary>
    /// <value>Default: 10,000. At least 1.</value>
    public int ReceiveBuffer { get; set; } = 10_000;

    /// <summary>How many received messages the bus may have at the same time, in its queue and in its handlers.</summary>
    /// <value>Default: 256. At least 1.</value>
    public int Prefetch { get; set; } = 256;

    /// <summary>About how many entries the stream keeps; older ones are deleted, read or not.</summary>
    /// <value>Default: 1,000,000. At least 1.</value>
    public long MaxStreamLength { get; set; } = 1_000_000;

    /// <summary>How long an entry of the stream may be pending and idle before another instance claims it. An entry that is being handled does not become idle, however long that takes.</summary>
    /// <value>Default: 30 seconds. From 100 milliseconds to 1 day.</value>
    public TimeSpan ClaimAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often an event of the stream is delivered without an end before it becomes a dead letter: one whose handler ends its process is
    /// delivered to the next. Failures of handlers, and instances that stop in order, do not count.
    /// </summary>
    /// <value>Default: 10. At least 1; <see cref="int.MaxValue"/> for no limit.</value>
    public int DeliveryLimit { get; set; } = 10;

    static string ITransportOptions.Product => "Redis";

    List<string> ITransportOptions.ConfigurationErrors { get; } = [];

    /// <summary>Where Redis is and how it is used, without the password.</summary>
    public override string ToString() =>
        !Enabled ? "Redis, not enabled"
        : RedisAddress.TryParse(Address, out var address, out _) ? $"{Mode} '{Channel}' at {address}"
        : $"{Mode} '{Channel}'";

    ITransportOptions ITransportOptions.Copy() => (ITransportOptions)MemberwiseClone();

    IEnumerable<string> ITransportOptions.OwnErrors()
    {
        if (!RedisAddress.TryParse(Address, out _, out string? reason)) yield return $"{nameof(Address)} {reason}";
        if (string.IsNullOrWhiteSpace(Channel)) yield return $"{nameof(Channel)} is empty; name the channel or stream.";
        else if (NameRule.Fault(nameof(Channel), Channel) is { } fault) yield return fault;
        if (!Enum.IsDefined(Mode)) yield return $"{nameof(Mode)} is {Mode}; it must be {nameof(RedisMode.PubSub)} or {nameof(RedisMode.Streams)}.";
        if (ClaimAfter < TimeSpan.FromMilliseconds(100) || ClaimAfter > TimeSpan.FromDays(1)) yield return $"{nameof(ClaimAfter)} is {ClaimAfter}; it must be from 100 milliseconds to 1 day.";
        if (ReceiveBuffer < 1) yield return $"{nameof(ReceiveBuffer)} is {ReceiveBuffer}; it must be at least 1.";
        if (MaxStreamLength < 1) yield return $"{nameof(MaxStreamLength)} is {MaxStreamLength}; it must be at least 1.";
        if (DeliveryLimit < 1) yield return $"{nameof(DeliveryLimit)} is {DeliveryLimit}; it must be at least 1.";
    }
}
