namespace EventGen;

/// <summary>The settings of an outbox. Bound from the section <c>EventGen:Outbox</c> of the configuration; read once, when the bus is made.</summary>
public sealed class OutboxOptions
{
    /// <summary>How long the relay waits before it looks for due events that nobody told it of. Each wait varies by up to a fifth.</summary>
    /// <value>Default: 1 second. From 10 milliseconds to 1 hour.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many events the relay claims, and how many it commits, in one transaction.</summary>
    /// <value>Default: 100. From 1 to 10,000.</value>
    public int BatchSize { get; set; } = 100;

    /// <summary>How long after its last sign of life the events of an instance are taken over by others.</summary>
    /// <value>Default: 30 seconds. From 1 second to 1 day; at least three times <see cref="PollInterval"/> is advisable.</value>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the inbox remembers what it has received or handled, once neither an event in the outbox nor a dead letter needs it.</summary>
    /// <value>Default: 7 days. At most 36,500 days, and not negative.</value>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>After how long an event that no instance can deliver becomes a dead letter.</summary>
    /// <value>Default: 1 hour. From 1 second to 36,500 days.</value>
    public TimeSpan UnknownAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many events may wait in the outbox before <c>EmitAsync</c> throws <see cref="OutboxFullException"/>. May be exceeded by what is accepted within one <see cref="PollInterval"/>.</summary>
    /// <value>Default: <see langword="null"/>, no limit. At least 1.</value>
    public long? MaxPending { get; set; }

    /// <summary>What the names of the tables begin with.</summary>
    /// <value>Default: <c>eventgen_</c>. At most 30 letters, digits and underscores.</value>
    public string TablePrefix { get; set; } = "eventgen_";

    /// <summary>Whether the tables are created or upgraded at the start.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool CreateTables { get; set; } = true;

    /// <summary>The application's name: instances with one name share the work.</summary>
    /// <value>Default: <see langword="null"/>, the bus's <see cref="EventBusOptions.Source"/>, or the name of the program's assembly where that is not set. At most 200 characters, none of them a line break or another control character, and not only white space.</value>
    public string? Application { get; set; }

    /// <summary>The name of this instance among those of the application. A process that starts under the name of a dead one takes its events over at once.</summary>
    /// <value>Default: <see langword="null"/>, the machine's name and the lowest number that no living process of the application holds. At most 200 characters, as <see cref="Application"/>.</value>
    public string? Instance { get; set; }

    /// <summary>The settings as they are now. Later changes of either have no effect on the other.</summary>
    internal OutboxOptions Copy() => (OutboxOptions)MemberwiseClone();
}
