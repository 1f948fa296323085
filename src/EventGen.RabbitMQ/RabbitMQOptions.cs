using EventGen.RabbitMQ;

namespace EventGen;

/// <summary>The settings of one RabbitMQ publisher. Read once, when it is made; later changes have no effect.</summary>
public sealed class RabbitMQOptions : ITransportOptions
{
    // What AMQP has room for in a name, less what is added to that of a queue.
    private const int LongestName = 200;

    /// <summary>Where RabbitMQ is: <c>amqp://[user:password@]host[:port][/virtual-host]</c>, or <c>amqps://</c> for TLS. Never logged or shown with its password.</summary>
    /// <value>Default: none; it has to be set.</value>
    public string? Address { get; set; }

    /// <summary>The topic exchange that events are published to. The event's id is the routing key.</summary>
    /// <value>Default: <c>eventgen</c>.</value>
    public string Exchange { get; set; } = "eventgen";

    /// <summary>Whether what others publish to the exchange becomes events of this bus.</summary>
    /// <value>Default: false, publish only.</value>
    public bool Receive { get; set; }

    /// <summary>
    /// What happens to received messages of events that no module of the bus declares, such as those that another application publishes to the same exchange: each is kept as a dead letter, or they are
    /// acknowledged, counted in <see cref="EventBusHealth.Ignored"/> and logged once for each event.
    /// </summary>
    /// <value>Default: <see cref="UnknownEventMode.DeadLetter"/>.</value>
    public UnknownEventMode UnknownEvents { get; set; }

    /// <summary>Whether RabbitMQ is used at all. If not, events may still name the publisher, but it connects to nothing and gets no events: they stay in the process.</summary>
    /// <value>Default: true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether messages are written as CloudEvents in the binary form, with headers <c>cloudEvents_…</c>, instead of the message's JSON form. Both are read, and structured CloudEvents too.</summary>
    /// <value>Default: true.</value>
    public bool CloudEvents { get; set; } = true;

    /// <summary>The group, whose instances share one queue, <c>exchange.group</c>.</summary>
    /// <value>Default: the application's name: <see cref="EventBusOptions.Source"/>, or the name of the program's assembly.</value>
    public string? Group { get; set; }

    /// <summary>
    /// Whether each instance has a queue of its own, which goes away with its connection. Every instance then gets every event, and what is published
    /// while it has no connection is lost to it.
    /// </summary>
    /// <value>Default: false, a quorum queue for the group.</value>
    public bool ExclusiveQueue { get; set; }

    /// <summary>Whether one instance of the group receives at a time, so that the order per key holds over all instances. The next takes over when it is gone.</summary>
    /// <value>Default: false. A queue that exists keeps what it was declared with.</value>
    public bool SingleActiveConsumer { get; set; }

    /// <summary>What to do about exchanges and queues.</summary>
    /// <value>Default: <see cref="RabbitMQTopology.Declare"/>.</value>
    public RabbitMQTopology Topology { get; set; } = RabbitMQTopology.Declare;

    /// <summary>How long one call of RabbitMQ may take before it counts as failed. What became of it is then unknown.</summary>
    /// <value>Default: 5 seconds. From 10 milliseconds to 10 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many publishes may be under way at the same time; more wait, at most for <see cref="Timeout"/>.</summary>
    /// <value>Default: 1000. At least 1.</value>
    public int MaxInFlight { get; set; } = 1000;

    /// <summary>How many received messages the bus may have at the same time, in its queue and in its handlers.</summary>
    /// <value>Default: 256. From 1 to 65,535.</value>
    public int Prefetch { get; set; } = 256;

    /// <summary>
    /// How often a message of the group's queue is given back to the queue before it becomes a dead letter of the bus. Each message that an instance had and did not settle
    /// counts: when its process or its connection ends, and when its dead letter could not be stored. So those that were only beside the one that ended the process
    /// count too, and the limit is higher than that of Redis.
    /// </summary>
    /// <value>Default: 20. At least 1. A queue that exists keeps what it was declared with.</value>
    public int DeliveryLimit { get; set; } = 20;

    static string ITransportOptions.Product => "RabbitMQ";

    List<string> ITransportOptions.ConfigurationErrors { get; } = [];

    /// <summary>Where RabbitMQ is and how it is used, without the password.</summary>
    public override string ToString() =>
        !Enabled ? "RabbitMQ, not enabled"
        : RabbitMQAddress.TryParse(Address, out var address, out _) ? $"exchange '{Exchange}' at {address}"
        : $"exchange '{Exchange}'";

    ITransportOptions ITransportOptions.Copy() => (ITransportOptions)MemberwiseClone();

    IEnumerable<string> ITransportOptions.OwnErrors()
    {
        if (!RabbitMQAddress.TryParse(Address, out _, out string? reason)) yield return $"{nameof(Address)} {reason}";
        if (string.IsNullOrWhiteSpace(Exchange)) yield return $"{nameof(Exchange)} is empty; name the exchange.";
        else if (Exchange.StartsWith("amq.", StringComparison.Ordinal) || Exchange.Length + (Group?.Length ?? 0) > LongestName) yield return $"{nameof(Exchange)} begins with 'amq.', which RabbitMQ keeps to itself, or is together with {nameof(Group)} longer than {LongestName} characters; give another name.";
        else if (NameRule.Fault(nameof(Exchange), Exchange) is { } fault) yield return fault;
        if (!Enum.IsDefined(Topology)) yield return $"{nameof(Topology)} is {Topology}; it must be one of {string.Join(", ", Enum.GetNames<RabbitMQTopology>())}.";
        if (Prefetch > ushort.MaxValue) yield return $"{nameof(Prefetch)} is {Prefetch}; it must be at most {ushort.MaxValue}.";
        if (DeliveryLimit < 1) yield return $"{nameof(DeliveryLimit)} is {DeliveryLimit}; it must be at least 1.";
        if (ExclusiveQueue && SingleActiveConsumer) yield return $"{nameof(SingleActiveConsumer)} and {nameof(ExclusiveQueue)} are both true; a queue of one instance has one consumer anyway.";
    }
}
