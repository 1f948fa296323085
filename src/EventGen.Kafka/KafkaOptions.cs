using EventGen.Kafka;

namespace EventGen;

/// <summary>The settings of one Kafka publisher. Read once, when it is made; later changes have no effect.</summary>
public sealed class KafkaOptions : ITransportOptions
{
    /// <summary>Where Kafka is: <c>host:port</c>, several brokers of a cluster with commas between them. One that answers is enough to find the others.</summary>
    /// <value>Default: none; it has to be set.</value>
    public string? BootstrapServers { get; set; }

    /// <summary>The topic that all events travel over, unless <see cref="TopicFor"/> says another.</summary>
    /// <value>Default: none; it or <see cref="TopicFor"/> has to be set: a topic keeps the number of partitions that it is created with, so none is created under a name that nobody chose.</value>
    public string? Topic { get; set; }

    /// <summary>
    /// The topic of an event, given its id, such as <c>id => "shop." + id</c> for a topic for each. Called once for each event of the bus when it starts, and for
    /// each publish; it must be quick, thread safe, and always answer the same. With <see cref="Receive"/>, the topics of all events of the bus that name this publisher are received.
    /// </summary>
    /// <value>Default: <see langword="null"/>, <see cref="Topic"/> for all.</value>
    public Func<string, string>? TopicFor { get; set; }

    /// <summary>Whether what others publish becomes events of this bus.</summary>
    /// <value>Default: false, publish only.</value>
    public bool Receive { get; set; }

    /// <summary>
    /// What happens to received messages of events that no module of the bus declares, such as those that another application publishes to the same topic: each is kept as a dead letter, or they are
    /// acknowledged, counted in <see cref="EventBusHealth.Ignored"/> and logged once for each event.
    /// </summary>
    /// <value>Default: <see cref="UnknownEventMode.DeadLetter"/>.</value>
    public UnknownEventMode UnknownEvents { get; set; }

    /// <summary>Whether Kafka is used at all. If not, events may still name the publisher, but it connects to nothing and gets no events: they stay in the process.</summary>
    /// <value>Default: true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether messages are written as CloudEvents in the binary form, with headers <c>ce_…</c>, instead of the message's JSON form. Both are read, and structured CloudEvents too.</summary>
    /// <value>Default: true.</value>
    public bool CloudEvents { get; set; } = true;

    /// <summary>The application, whose instances share one consumer group.</summary>
    /// <value>Default: the application's name: <see cref="EventBusOptions.Source"/>, or the name of the program's assembly.</value>
    public string? Group { get; set; }

    /// <summary>Where the application begins to receive a partition of which it has committed nothing yet.</summary>
    /// <value>Default: <see cref="KafkaOffsetReset.Latest"/>.</value>
    public KafkaOffsetReset OffsetReset { get; set; } = KafkaOffsetReset.Latest;

    /// <summary>What to do about a topic that does not exist.</summary>
    /// <value>Default: <see cref="KafkaTopology.Declare"/>.</value>
    public KafkaTopology Topology { get; set; } = KafkaTopology.Declare;

    /// <summary>How many partitions a topic gets that is created. A topic that exists keeps its own.</summary>
    /// <value>Default: 0, as the cluster is configured.</value>
    public int Partitions { get; set; }

    /// <summary>On how many brokers each partition of a topic is kept that is created. A topic that exists keeps its own.</summary>
    /// <value>Default: 0, as the cluster is configured.</value>
    public int Replicas { get; set; }

    /// <summary>Whether the connections are encrypted, which <see cref="Username"/> does not bring with it. The brokers' certificates must then be issued for their hosts, by an authority that is trusted.</summary>
    /// <value>Default: false.</value>
    public bool Tls { get; set; }

    /// <summary>A PEM file with the authorities that are trusted, with <see cref="Tls"/>.</summary>
    /// <value>Default: those that the machine trusts.</value>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>The user that authenticates at the brokers, with <see cref="Password"/>. Set <see cref="Tls"/> as well: without it, whoever is on the network can read the events, and with <see cref="KafkaMechanism.Plain"/> the password too.</summary>
    /// <value>Default: none.</value>
    public string? Username { get; set; }

    /// <summary>The password of <see cref="Username"/>. Never logged or shown.</summary>
    /// <value>Default: none.</value>
    public string? Password { get; set; }

    /// <summary>The SASL mechanism by which <see cref="Username"/> authenticates.</summary>
    /// <value>Default: <see cref="KafkaMechanism.ScramSha512"/>.</value>
    public KafkaMechanism Mechanism { get; set; } = KafkaMechanism.ScramSha512;

    /// <summary>How long one call of Kafka may take before it counts as failed. What became of it is then unknown.</summary>
    /// <value>Default: 5 seconds. From 100 milliseconds to 10 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many publishes may be under way at the same time; more wait, at most for <see cref="Timeout"/>.</summary>
    /// <value>Default: 1000. At least 1.</value>
    public int MaxInFlight { get; set; } = 1000;

    /// <summary>How many received messages the bus may have at the same time, in its queue and in its handlers. Beyond it, the partitions pause.</summary>
    /// <value>Default: 256. At least 1.</value>
    public int Prefetch { get; set; } = 256;

    /// <summary>How long the group waits for an instance that is silent before others get its partitions. The cluster says from where to where it may be.</summary>
    /// <value>Default: 45 seconds. From 1 second to 30 minutes.</value>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// How long a partition that goes to another instance waits for the messages of it that are being handled. What is unfinished then is handled by the other
    /// instance as well.
    /// </summary>
    /// <value>Default: 10 seconds. From 0 to 4 minutes.</value>
    public TimeSpan HandoverTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Further properties of the client, librdkafka, by the names that its documentation gives them. Their values are never shown. Properties that EventGen sets itself,
    /// such as <c>acks</c>, <c>group.id</c> or <c>security.protocol</c>, are refused.
    /// </summary>
    /// <value>Default: none.</value>
    public IDictionary<string, string> Properties { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    static string ITransportOptions.Product => "Kafka";

    static TimeSpan ITransportOptions.LeastTimeout => TimeSpan.FromMilliseconds(100);

    List<string> ITransportOptions.ConfigurationErrors { get; } = [];

    /// <summary>Where Kafka is and how it is used, without a password.</summary>
    public override string ToString()
    {
        if (!Enabled) return "Kafka, not enabled";
        string what = TopicFor is null ? $"topic '{Topic}'" : "a topic for each event";
        return ServerList.IsValid(BootstrapServers) ? $"{what} at {BootstrapServers}" : what;
    }

    /// <summary>The topic of an event.</summary>
    internal string TopicOf(string eventId) => TopicFor is null ? Topic! : TopicFor(eventId);

    ITransportOptions ITransportOptions.Copy()
    {
        var copy = (KafkaOptions)MemberwiseClone();
        copy.Properties = new Dictionary<string, string>(Properties, StringComparer.Ordinal);
        return copy;
    }

    IEnumerable<string> ITransportOptions.OwnErrors() => KafkaOptionsRules.Check(this);
}
