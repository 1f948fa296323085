using System.Diagnostics.CodeAnalysis;
using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>Where a RabbitMQ is, and what it asks for. Its text has no password.</summary>
internal sealed class RabbitMQAddress
{
    private const string Expected = "amqp://[user:password@]host[:port][/virtual-host], or amqps:// for TLS";

    // RabbitMQ.Client closes a connection that has been silent for about three of them: a server that stands still is noticed within 10 seconds.
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(3);

    private readonly string _host;
    private readonly int _port;
    private readonly string _virtualHost;
    private readonly bool _tls;
    private readonly string _user;
    private readonly string _password;

    private RabbitMQAddress(string host, int port, string virtualHost, bool tls, string user, string password) =>
        (_host, _port, _virtualHost, _tls, _user, _password) = (host, port, virtualHost, tls, user, password);

    /// <summary>Reads an address.</summary>
    /// <param name="text">What the settings say.</param>
    /// <param name="address">The address.</param>
    /// <param name="reason">What is wrong with the text, without any of it: it may hold a password.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RabbitMQAddress? address, [NotNullWhen(false)] out string? reason)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            reason = $"is missing; it must be {Expected}.";
            return false;
        }

        reason = $"cannot be read; it must be {Expected}, with what is special in a user, password or virtual host percent-encoded.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)) return false;
        if (uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0) return false;
        if (uri.AbsolutePath.IndexOf('/', Math.Min(1, uri.AbsolutePath.Length)) > 0) return false;

        // Of a password with '@' and '/' that are not encoded, the part between them would be the host, which is told.
        if (uri.AbsolutePath.Contains('@', StringComparison.Ordinal)) return false;
        string[] user = uri.UserInfo.Split(':', 2);
        if (uri.UserInfo.Length > 0 && (user.Length < 2 || user[0].Length == 0 || user[1].Length == 0))
        {
            reason = "names a user without a password, or the other way round; give both, amqp://user:password@host, or neither.";
            return false;
        }

        bool tls = uri.Scheme == "amqps";
        string virtualHost = uri.AbsolutePath is "" or "/" ? "/" : Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        int port = uri.Port > 0 ? uri.Port : tls ? 5671 : 5672;
        (string name, string password) = user.Length == 2 ? (Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user[1])) : ("guest", "guest");
        address = new RabbitMQAddress(uri.DnsSafeHost, port, virtualHost, tls, name, password);
        reason = null;
        return true;
    }

    /// <summary>Makes connections. It holds the password.</summary>
    /// <param name="publisher">Names the connection, for whoever looks at the server's list.</param>
    /// <param name="timeout">How long connecting may take, and a call.</param>
    public ConnectionFactory ToFactory(string publisher, TimeSpan timeout) => new()
    {
        HostName = _host,
        Port = _port,
        VirtualHost = _virtualHost,
        UserName = _user,
        Password = _password,
        Ssl = new SslOption { Enabled = _tls, ServerName = _host },
        ClientProvidedName = $"eventgen {publisher}",
        RequestedHeartbeat = s_heartbeat,
        RequestedConnectionTimeout = timeout,
        HandshakeContinuationTimeout = timeout,
        ContinuationTimeout = timeout,

        // Recovers neither the first connection nor a channel that was closed by an error. What uses the connection does all of it.
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
    };

    /// <summary>A text of somebody else's that may repeat the password, without it.</summary>
    public string WithoutPassword(string text) => text.Replace(_password, "***", StringComparison.Ordinal);

    /// <summary>What is spoken there.</summary>
    public string Protocol => _tls ? "amqps" : "amqp";

    /// <summary>Host and port.</summary>
    public override string ToString() => _host.Contains(':', StringComparison.Ordinal) ? $"[{_host}]:{_port}" : $"{_host}:{_port}";
}
