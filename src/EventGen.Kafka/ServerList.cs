namespace EventGen.Kafka;

/// <summary>Reads the brokers of a cluster as <see cref="KafkaOptions.BootstrapServers"/> has them.</summary>
internal static class ServerList
{
    /// <summary>Whether each is a host, or a host and a port, so that it is fit to be shown.</summary>
    public static bool IsValid(string? servers) => !string.IsNullOrWhiteSpace(servers) && servers.Split(',').All(static server => IsServer(server.Trim()));

    private static bool IsServer(string server)
    {
        int colon = server.LastIndexOf(':');
        bool hasPort = colon >= 0 && !server.EndsWith(']');
        if (hasPort && !(ushort.TryParse(server.AsSpan(colon + 1), out ushort port) && port > 0)) return false;
        string host = hasPort ? server[..colon] : server;
        return Uri.CheckHostName(host.Trim('[', ']')) != UriHostNameType.Unknown;
    }
}
