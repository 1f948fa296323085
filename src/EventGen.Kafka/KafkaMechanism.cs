namespace EventGen;

/// <summary>How a Kafka publisher proves its user's name and password.</summary>
public enum KafkaMechanism
{
    /// <summary>SCRAM with SHA-512: the password does not travel.</summary>
    ScramSha512,

    /// <summary>SCRAM with SHA-256: the password does not travel.</summary>
    ScramSha256,

    /// <summary>The password as it is; use it with TLS alone.</summary>
    Plain,
}
