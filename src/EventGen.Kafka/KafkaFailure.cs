using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>Tells what failed and what to do about it, without what only the client should know.</summary>
/// <param name="options">The settings, of which the secrets are never told.</param>
internal sealed class KafkaFailure(KafkaOptions options)
{
    private const int LongestAnswer = 300;

    // What the client says of a connection that ended under it: its own word, and those of the socket.
    private static readonly string[] s_brokenOff = ["Disconnected", "Connection reset", "Broken pipe"];

    /// <summary>One line: the fact, and the remedy where there is one to name.</summary>
    public string Describe(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TopicException:
                    return cause.Message;
                case KafkaException kafka:
                    return Describe(kafka.Error);
                case TimeoutException or OperationCanceledException:
                    return NoAnswerException.Describe(cause, options.Timeout);
            }
        }

        return WithoutSecrets($"{failure.GetType().Name}: {Short(failure.Message)}");
    }

    /// <inheritdoc cref="Describe(Exception)"/>
    public string Describe(Error error) => error.Code switch
    {
        ErrorCode.Local_AllBrokersDown => "unreachable",
        ErrorCode.Local_Transport => Transport(error.Reason),
        ErrorCode.Local_Resolve => "HostNotFound",
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => $"it refuses the user or password. Correct {nameof(options.Username)}, {nameof(options.Password)} or {nameof(options.Mechanism)}",
        ErrorCode.Local_Ssl => $"TLS: {Detail(error).TrimEnd('.')}. Trust the authority of the certificates, on this machine or by {nameof(options.CertificateAuthorityFile)}, and name the hosts as they do.",
        ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.RequestTimedOut => NoAnswerException.Describe(new KafkaException(error), options.Timeout),
        ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.UnknownTopicOrPart => "the topic does not exist. Create it, or let the publisher: Topology = Declare",
        ErrorCode.MsgSizeTooLarge => "it is larger than the topic allows. Raise max.message.bytes there, or make the payload smaller",
        ErrorCode.TopicAuthorizationFailed => "the user has no right to the topic. Allow it; the documentation lists the rights that are needed",
        ErrorCode.GroupAuthorizationFailed => "the user has no right to the group. Allow it; the documentation lists the rights that are needed",
        ErrorCode.ClusterAuthorizationFailed => "the user has no right to this on the cluster. Allow it; the documentation lists the rights that are needed",
        ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend => "too few replicas are in sync. Look after the brokers, or lower min.insync.replicas of the topic",
        ErrorCode.InvalidReplicationFactor => $"fewer brokers are there than it would have replicas: {Detail(error).TrimEnd('.')}. Start the others, or lower {nameof(options.Replicas)}, or the cluster's default.replication.factor",
        ErrorCode.Local_MaxPollExceeded => "the client was not asked for messages in time",
        _ => $"{error.Code}: {Detail(error)}",
    };

    /// <summary>Whether a broker answered, and does not take the message.</summary>
    public static bool IsRefusal(Exception failure) => failure is TopicException { IsPassing: false } || (failure is KafkaException { Error: { IsBrokerError: true } error } && !IsPassing(error));

    /// <summary>Whether the cluster does not answer, or says this to everybody for a while.</summary>
    public static bool IsPassing(Error error) => error.Code is ErrorCode.RequestTimedOut or ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend or ErrorCode.NotLeaderForPartition
        or ErrorCode.LeaderNotAvailable or ErrorCode.InvalidReplicationFactor or ErrorCode.NotController or ErrorCode.BrokerNotAvailable or ErrorCode.NetworkException or ErrorCode.KafkaStorageError or ErrorCode.SaslAuthenticationFailed
        or ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl;

    /// <summary>Whether a topic is not there.</summary>
    public static bool IsMissing(Error error) => error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.UnknownTopicId;

    /// <summary>Whether the user has no right to something.</summary>
    public static bool IsForbidden(Error error) => error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed;

    /// <summary>Whether a broker said why it took no connection, or has a certificate that is not trusted.</summary>
    public static bool IsRejection(Error error) => error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Ssl;

    private static string Transport(string reason) =>
        reason.Contains("Connection refused", StringComparison.Ordinal) ? "ConnectionRefused"
        : reason.Contains("timed out", StringComparison.OrdinalIgnoreCase) ? "no answer"
        : s_brokenOff.Any(text => reason.Contains(text, StringComparison.OrdinalIgnoreCase)) ? "the connection broke off"
        : "unreachable";

    // Without the time that a call took, which would make each a new failure.
    private string Detail(Error error)
    {
        string reason = error.Reason;
        int after = reason.IndexOf(" (after ", StringComparison.Ordinal);
        return WithoutSecrets(Short(after < 0 ? reason : reason[..after]));
    }

    private string WithoutSecrets(string text)
    {
        if (options.Password is { Length: > 0 } password) text = text.Replace(password, "***", StringComparison.Ordinal);
        foreach (string value in options.Properties.Values)
            if (value.Length > 3) text = text.Replace(value, "***", StringComparison.Ordinal);
        return text;
    }

    private static string Short(string text)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length > LongestAnswer ? $"{text[..LongestAnswer]}…" : text;
    }
}
