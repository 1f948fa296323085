using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Where a Redis is, and what it asks for. Its text has no password.</summary>
internal sealed class RedisAddress
{
    private const int DefaultPort = 6379;
    private const string Expected = "redis://[[user]:password@]host[:port][/database], rediss:// for TLS, or host[:port]";

    private readonly string _host;
    private readonly int _port;
    private readonly int _database;
    private readonly bool _tls;
    private readonly string? _user;
    private readonly string? _password;

    private RedisAddress(string host, int port, int database, bool tls, string? user, string? password) =>
        (_host, _port, _database, _tls, _user, _password) = (host, port, database, tls, user, password);

    public bool HasTls => _tls;

    public bool HasUser => _user is not null;

    public bool HasPassword => _password is not null;

    /// <summary>Reads an address.</summary>
    /// <param name="text">What the settings say.</param>
    /// <param name="address">The address.</param>
    /// <param name="reason">What is wrong with the text, without any of it: it may hold a password.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RedisAddress? address, [NotNullWhen(false)] out string? reason)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            reason = $"is missing; it must be {Expected}.";
            return false;
        }

        reason = $"cannot be read; it must be {Expected}, with what is special in a user or password percent-encoded.";
        bool hasScheme = text.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(hasScheme ? text : $"redis://{text}", UriKind.Absolute, out var uri)) return false;
        if (uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0) return false;
        if (uri.Host.AsSpan().ContainsAny(",= ")) return false;

        string[] user = uri.UserInfo.Split(':', 2);
        int database = 0;
        if (uri.AbsolutePath is not ("" or "/") && !int.TryParse(uri.AbsolutePath.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out database)) return false;
        string? password = user.Length == 2 && user[1].Length > 0 ? Uri.UnescapeDataString(user[1]) : null;
        string? name = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        if (name is not null && password is null)
        {
            reason = "names a user without a password; give both, redis://user:password@host, or neither.";
            return false;
        }

        address = new RedisAddress(uri.DnsSafeHost, uri.Port > 0 ? uri.Port : DefaultPort, database, uri.Scheme == "rediss", name, password);
        reason = null;
        return true;
    }

    /// <summary>What the client is told. It holds the password, also in its text.</summary>
    /// <param name="timeout">How long a call may take, and connecting.</param>
    /// <param name="hold">How much longer a call may take.</param>
    public ConfigurationOptions ToConfiguration(TimeSpan timeout, TimeSpan hold = default)
    {
        int milliseconds = (int)timeout.TotalMilliseconds;
        return new ConfigurationOptions
        {
            EndPoints = { { _host, _port } },
            User = _user,
            Password = _password,
            DefaultDatabase = _database,
            Ssl = _tls,
            SslHost = _tls ? _host : null,
            ClientName = "eventgen",
            AbortOnConnectFail = false,   // it goes on trying, also when Redis was never there
            ConnectTimeout = milliseconds,
            SyncTimeout = milliseconds,
            AsyncTimeout = milliseconds + (int)hold.TotalMilliseconds,

            // It finds calls that are out of time when its heart beats.
            HeartbeatInterval = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds / 10, 50, 1000)),

            // Events wait in the bus, which knows how often and how long; here they would wait where nobody sees them.
            BacklogPolicy = BacklogPolicy.FailFast,
            IncludeDetailInExceptions = false,

            // One server was named: the client has no other to choose, and needs no channel and no key to agree on one.
            ConfigurationChannel = "",
            TieBreaker = "",
            ConnectRetry = 1,
            KeepAlive = 5,
            ReconnectRetryPolicy = new LinearRetry(500),
        };
    }

    /// <summary>Connects to the port, and no more.</summary>
    public ValueTask ConnectAsync(TcpClient client, CancellationToken cancellationToken) => client.ConnectAsync(_host, _port, cancellationToken);

    /// <summary>A text of somebody else's that may repeat the password, without it.</summary>
    public string WithoutPassword(string text) => _password is null ? text : text.Replace(_password, "***", StringComparison.Ordinal);

    /// <summary>What is spoken there.</summary>
    public string Protocol => _tls ? "rediss" : "redis";

    /// <summary>Host and port.</summary>
    public override string ToString() => _host.Contains(':', StringComparison.Ordinal) ? $"[{_host}]:{_port}" : $"{_host}:{_port}";
}
