using System.Buffers;

namespace EventGen.Kafka;

/// <summary>What the settings must be that only a Kafka publisher has.</summary>
internal static class KafkaOptionsRules
{
    private const int LongestTopic = 249;

    private static readonly SearchValues<char> s_topic = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static IEnumerable<string> Check(KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.BootstrapServers)) yield return $"{nameof(options.BootstrapServers)} is not set; set it, as in 'localhost:9092'.";
        else if (!ServerList.IsValid(options.BootstrapServers)) yield return $"{nameof(options.BootstrapServers)} is no list of servers; give host:port, with commas between them, and user and password in {nameof(options.Username)} and {nameof(options.Password)}.";
        if (options.Topic is null && options.TopicFor is null) yield return $"{nameof(options.Topic)} is not set; set it, or {nameof(options.TopicFor)}.";
        if (options.Topic is { } topic && !IsTopic(topic)) yield return $"{nameof(options.Topic)} is empty, longer than {LongestTopic} characters, or has other characters than letters, digits, '.', '_' and '-'; give another name.";
        if (!Enum.IsDefined(options.OffsetReset)) yield return $"{nameof(options.OffsetReset)} is {options.OffsetReset}; it must be one of {Names<KafkaOffsetReset>()}.";
        if (!Enum.IsDefined(options.Topology)) yield return $"{nameof(options.Topology)} is {options.Topology}; it must be one of {Names<KafkaTopology>()}.";
        if (!Enum.IsDefined(options.Mechanism)) yield return $"{nameof(options.Mechanism)} is {options.Mechanism}; it must be one of {Names<KafkaMechanism>()}.";
        if (options.Partitions < 0) yield return $"{nameof(options.Partitions)} is {options.Partitions}; it must be at least 1, or 0 for what the cluster is configured for.";
        if (options.Replicas is < 0 or > short.MaxValue) yield return $"{nameof(options.Replicas)} is {options.Replicas}; it must be from 1 to {short.MaxValue}, or 0 for what the cluster is configured for.";
        if (options.CertificateAuthorityFile is { } file && !File.Exists(file)) yield return $"{nameof(options.CertificateAuthorityFile)} names a file that does not exist; correct the path.";
        if (options is { CertificateAuthorityFile: not null, Tls: false }) yield return $"{nameof(options.CertificateAuthorityFile)} is set without {nameof(options.Tls)}; set {nameof(options.Tls)}.";
        if (options.Username is null != options.Password is null) yield return $"{nameof(options.Username)} and {nameof(options.Password)} go together; set both, or neither.";
        if (options.SessionTimeout < TimeSpan.FromSeconds(1) || options.SessionTimeout > TimeSpan.FromMinutes(30)) yield return $"{nameof(options.SessionTimeout)} is {options.SessionTimeout}; it must be from 1 second to 30 minutes.";
        if (options.HandoverTimeout < TimeSpan.Zero || options.HandoverTimeout > TimeSpan.FromMinutes(4)) yield return $"{nameof(options.HandoverTimeout)} is {options.HandoverTimeout}; it must be from 0 to 4 minutes.";
        foreach (string own in options.Properties.Keys.Where(ClientSettings.Refused.Contains)) yield return $"{nameof(options.Properties)} has '{own}', which EventGen sets itself; remove it, and use the option for it where there is one.";
        foreach (string fault in PropertyCheck.Faults(options.Properties)) yield return fault;
    }

    /// <summary>Whether Kafka allows the name.</summary>
    public static bool IsTopic(string? name) => name is { Length: > 0 and <= LongestTopic } && name is not ("." or "..") && !name.AsSpan().ContainsAnyExcept(s_topic);

    private static string Names<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}
