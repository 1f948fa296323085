namespace EventGen;

/// <summary>What a stream that a NATS publisher creates does when <see cref="NatsOptions.MaxMessages"/> or <see cref="NatsOptions.MaxBytes"/> is reached.</summary>
public enum NatsStreamFullMode
{
    /// <summary>It refuses the new message: the publish fails and is attempted again. Nothing that is stored is lost.</summary>
    Reject,

    /// <summary>It deletes its oldest messages, handled or not. A receiver counts and logs those that it misses.</summary>
    DropOldest,
}
