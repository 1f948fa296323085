using EventGen.Nats;

namespace EventGen;

/// <summary>The settings of one NATS publisher. Read once, when it is made; later changes have no effect.</summary>
public sealed class NatsOptions : ITransportOptions
{
    /// <summary>
    /// Where NATS is: <c>nats://[user:password@|token@]host[:port]</c>, or <c>tls://</c> for TLS; several servers of a cluster with commas between them.
    /// Never logged or shown with its password or token.
    /// </summary>
    /// <value>Default: none; it has to be set.</value>
    public string? Address { get; set; }

    /// <summary>A file with a user's JWT and seed, as <c>nsc</c> writes it (<c>.creds</c>), instead of a user or token in <see cref="Address"/>.</summary>
    /// <value>Default: none.</value>
    public string? CredentialsFile { get; set; }

    /// <summary>
    /// The JetStream stream that keeps events until they have been handled. Without one, events travel over core NATS: every instance that
    /// is connected gets each event, at most once.
    /// </summary>
    /// <value>Default: <see langword="null"/>, core NATS; the log says so at the start.</value>
    public string? Stream { get; set; }

    /// <summary>What the subjects of events begin with: <c>order.placed</c> is published to <c>{Subject}.order.placed</c>.</summary>
    /// <value>Default: the name of the stream, or <c>eventgen</c> without one.</value>
    public string? Subject { get; set; }

    /// <summary>Whether what others publish becomes events of this bus.</summary>
    /// <value>Default: false, publish only.</value>
    public bool Receive { get; set; }

    /// <summary>
    /// What happens to received messages of events that no module of the bus declares, such as those that another application publishes to the same stream or subjects: each is kept as a dead letter, or they are
    /// acknowledged, counted in <see cref="EventBusHealth.Ignored"/> and logged once for each event.
    /// </summary>
    /// <value>Default: <see cref="UnknownEventMode.DeadLetter"/>.</value>
    public UnknownEventMode UnknownEvents { get; set; }

    /// <summary>Whether NATS is used at all. If not, events may still name the publisher, but it connects to nothing and gets no events: they stay in the process.</summary>
    /// <value>Default: true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether messages are written as CloudEvents in the binary form, with headers <c>ce-…</c>, instead of the message's JSON form. Both are read, and structured CloudEvents too.</summary>
    /// <value>Default: true.</value>
    public bool CloudEvents { get; set; } = true;

    /// <summary>The application, whose instances share one durable consumer of the stream.</summary>
    /// <value>Default: the application's name: <see cref="EventBusOptions.Source"/>, or the name of the program's assembly.</value>
    public string? Group { get; set; }

    /// <summary>What to do about a stream or consumer that does not exist.</summary>
    /// <value>Default: <see cref="NatsTopology.Declare"/>.</value>
    public NatsTopology Topology { get; set; } = NatsTopology.Declare;

    /// <summary>How long one call of NATS may take before it counts as failed. What became of it is then unknown.</summary>
    /// <value>Default: 5 seconds. From 10 milliseconds to 10 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many publishes may be under way at the same time; more wait, at most for <see cref="Timeout"/>.</summary>
    /// <value>Default: 1000. At least 1.</value>
    public int MaxInFlight { get; set; } = 1000;

    /// <summary>How many received messages the bus may have at the same time, in its queue and in its handlers.</summary>
    /// <value>Default: 256. At least 1.</value>
    public int Prefetch { get; set; } = 256;

    /// <summary>Without a stream: how many received messages may wait, in this process, for the bus to take them. What arrives beyond it is lost and counted.</summary>
    /// <value>Default: 10,000. At least 1.</value>
    public int ReceiveBuffer { get; set; } = 10_000;

    /// <summary>
    /// How long the server waits for the acknowledgement of a message, or for word that it is still being handled, before it delivers the message again, to any
    /// instance. The publisher sends that word three times as often, so a handler may take as long as it needs. A consumer that exists keeps what it was created with.
    /// </summary>
    /// <value>Default: 30 seconds. From 100 milliseconds to 1 day.</value>
    public TimeSpan AckWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often a message is delivered before it becomes a dead letter instead of being handled: one whose handler ends its process comes back each time.
    /// An instance does not apply it to a message that it has given back itself. The server counts every delivery, also those of messages that were only beside
    /// the one that ended the process, so the limit is higher than that of Redis.
    /// </summary>
    /// <value>Default: 20. At least 1; <see cref="int.MaxValue"/> for no limit.</value>
    public int DeliveryLimit { get; set; } = 20;

    /// <summary>How long the stream recognises an event that is published again by its id and drops it. A stream that exists keeps what it was created with.</summary>
    /// <value>Default: 2 minutes. From 100 milliseconds to 7 days, and no longer than <see cref="MaxAge"/>.</value>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>On how many servers of a cluster the stream is kept. A stream that exists keeps what it was created with.</summary>
    /// <value>Default: 1. From 1 to 5.</value>
    public int Replicas { get; set; } = 1;

    /// <summary>How long the stream keeps a message. A stream that exists keeps what it was created with.</summary>
    /// <value>Default: <see cref="NatsRetention.Limits"/>.</value>
    public NatsRetention Retention { get; set; } = NatsRetention.Limits;

    /// <summary>How old a message of the stream may become; older ones are deleted, handled or not. A stream that exists keeps what it was created with.</summary>
    /// <value>Default: 7 days. <see cref="TimeSpan.Zero"/> for no limit, or at least 1 second.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many messages the stream may hold. A stream that exists keeps what it was created with.</summary>
    /// <value>Default: 0, no limit.</value>
    public long MaxMessages { get; set; }

    /// <summary>How many bytes the stream may hold. A stream that exists keeps what it was created with.</summary>
    /// <value>Default: 0, no limit.</value>
    public long MaxBytes { get; set; }

    /// <summary>What happens when the stream holds <see cref="MaxMessages"/> or <see cref="MaxBytes"/>. A stream that exists keeps what it was created with.</summary>
    /// <value>Default: <see cref="NatsStreamFullMode.Reject"/>.</value>
    public NatsStreamFullMode WhenFull { get; set; } = NatsStreamFullMode.Reject;

    static string ITransportOptions.Product => "NATS";

    List<string> ITransportOptions.ConfigurationErrors { get; } = [];

    /// <summary>What subjects begin with.</summary>
    internal string SubjectPrefix => Subject ?? Stream ?? "eventgen";

    /// <summary>Where NATS is and how it is used, without a password or token.</summary>
    public override string ToString()
    {
        if (!Enabled) return "NATS, not enabled";
        string what = Stream is null ? $"subjects '{SubjectPrefix}.>'" : $"stream '{Stream}'";
        return NatsAddress.TryParse(Address, out var address, out _) ? $"{what} at {address}" : what;
    }

    ITransportOptions ITransportOptions.Copy() => (ITransportOptions)MemberwiseClone();

    IEnumerable<string> ITransportOptions.OwnErrors() => NatsOptionsRules.Check(this);
}
