namespace EventGen;

/// <summary>What the settings of all transports have. Compiled into each transport.</summary>
internal interface ITransportOptions
{
    /// <summary>What is on the other side, as messages call it.</summary>
    static abstract string Product { get; }

    /// <summary>The shortest <see cref="Timeout"/> that can work.</summary>
    static virtual TimeSpan LeastTimeout => TimeSpan.FromMilliseconds(10);

    /// <summary>Whether it is used at all.</summary>
    bool Enabled { get; set; }

    /// <summary>Whether it receives besides publishing.</summary>
    bool Receive { get; set; }

    /// <summary>What happens to received messages of events that the bus does not have.</summary>
    UnknownEventMode UnknownEvents { get; set; }

    /// <summary>Whether messages are written as CloudEvents.</summary>
    bool CloudEvents { get; set; }

    /// <summary>Whose instances share what is received; <see langword="null"/> for the application's name.</summary>
    string? Group { get; set; }

    /// <summary>How long one call may take.</summary>
    TimeSpan Timeout { get; set; }

    /// <summary>How many publishes may be under way.</summary>
    int MaxInFlight { get; set; }

    /// <summary>How many received messages the bus may have.</summary>
    int Prefetch { get; set; }

    /// <summary>What a configuration holds that no setting can be read from, each as a sentence.</summary>
    List<string> ConfigurationErrors { get; }

    /// <summary>The settings as they are now. Later changes of either have no effect on the other.</summary>
    ITransportOptions Copy();

    /// <summary>What is special in a transport and cannot work, each as a sentence that says what to change and shows no address.</summary>
    IEnumerable<string> OwnErrors();
}
