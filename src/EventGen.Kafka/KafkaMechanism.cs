namespace EventGen;

/// <summary>The SASL mechanism by which a Kafka publisher's user authenticates.</summary>
public enum KafkaMechanism
{
    /// <summary>SCRAM with SHA-512: the password itself is not sent.</summary>
    ScramSha512,

    /// <summary>SCRAM with SHA-256: the password itself is not sent.</summary>
    ScramSha256,

    /// <summary>The password is sent as it is: set <see cref="KafkaOptions.Tls"/>.</summary>
    Plain,
}
