namespace EventGen;

/// <summary>How long a stream that a NATS publisher creates keeps a message.</summary>
public enum NatsRetention
{
    /// <summary>Until a limit of the stream is reached: <see cref="NatsOptions.MaxAge"/>, <see cref="NatsOptions.MaxMessages"/> or <see cref="NatsOptions.MaxBytes"/>.</summary>
    Limits,

    /// <summary>Until every application that has a consumer has handled it, or a limit is reached. What is published while no application has one is not kept.</summary>
    Interest,

    /// <summary>Until it has been handled, or a limit is reached. Such a stream has one application that receives.</summary>
    WorkQueue,
}
