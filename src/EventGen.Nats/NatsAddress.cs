using System.Diagnostics.CodeAnalysis;
using NATS.Client.Core;

namespace EventGen.Nats;

/// <summary>Where NATS is, and what it asks for. Its text has no password and no token.</summary>
internal sealed class NatsAddress
{
    private const int DefaultPort = 4222;
    private const string Expected = "nats://[user:password@|token@]host[:port], or tls:// for TLS, with commas between the servers of a cluster";

    // The client gives up a connection after two that were not answered: a server that stands still is noticed within 10 seconds.
    private static readonly TimeSpan s_ping = TimeSpan.FromSeconds(2);

    private readonly string[] _servers;
    private readonly string? _user;
    private readonly string? _password;
    private readonly string? _token;

    private NatsAddress(string[] servers, string? user, string? password, string? token) => (_servers, _user, _password, _token) = (servers, user, password, token);

    /// <summary>Whether it says who connects.</summary>
    public bool HasCredentials => _user is not null || _token is not null;

    /// <summary>How many servers it names.</summary>
    public int Servers => _servers.Length;

    /// <summary>Reads an address.</summary>
    /// <param name="text">What the settings say.</param>
    /// <param name="address">The address.</param>
    /// <param name="reason">What is wrong with the text, without any of it: it may hold a password.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out NatsAddress? address, [NotNullWhen(false)] out string? reason)
    {
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            reason = $"is missing; it must be {Expected}.";
            return false;
        }

        reason = $"cannot be read; it must be {Expected}, with what is special in a user, password or token percent-encoded.";
        List<string> servers = [];
        string? userInfo = null;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            bool hasScheme = part.Contains("://", StringComparison.Ordinal);
            if (!Uri.TryCreate(hasScheme ? part : $"nats://{part}", UriKind.Absolute, out var uri)) return false;
            if (uri.Scheme is not ("nats" or "tls") || uri.Host.Length == 0 || uri.AbsolutePath is not ("" or "/") || uri.Query.Length > 0 || uri.Fragment.Length > 0) return false;
            if (uri.UserInfo.Length > 0)
            {
                if (userInfo is not null && userInfo != uri.UserInfo)
                {
                    reason = "names several users; the servers of a cluster take the same one.";
                    return false;
                }

                userInfo = uri.UserInfo;
            }

            servers.Add($"{uri.Scheme}://{uri.Host}:{(uri.Port > 0 ? uri.Port : DefaultPort)}");
        }

        string[] user = (userInfo ?? "").Split(':', 2);
        if (user.Length == 2 && (user[0].Length == 0 || user[1].Length == 0))
        {
            reason = "names a user without a password, or the other way round; give both, nats://user:password@host, a token alone, nats://token@host, or neither.";
            return false;
        }

        address = user.Length == 2
            ? new NatsAddress([.. servers], Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user[1]), null)
            : new NatsAddress([.. servers], null, null, user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null);
        reason = null;
        return true;
    }

    /// <summary>What the client is told. It holds the password.</summary>
    /// <param name="publisher">Names the connection, for whoever looks at the server's list.</param>
    /// <param name="timeout">How long connecting may take, and a call.</param>
    /// <param name="credentialsFile">Who connects, in a file.</param>
    /// <param name="log">Learns what the client does not throw.</param>
    public NatsOpts ToOptions(string publisher, TimeSpan timeout, string? credentialsFile, ClientLog log) => new()
    {
        Url = string.Join(',', _servers),
        Name = $"eventgen {publisher}",
        AuthOpts = new NatsAuthOpts { Username = _user, Password = _password, Token = _token, CredsFile = credentialsFile },
        LoggerFactory = log,
        ConnectTimeout = timeout,
        RequestTimeout = timeout,
        CommandTimeout = timeout,
        PingInterval = s_ping,
        MaxPingOut = 2,
        RequestReplyMode = NatsRequestReplyMode.Direct,
    };

    /// <summary>A text of somebody else's that may repeat the password or token, without it.</summary>
    public string WithoutSecrets(string text)
    {
        if (_password is not null) text = text.Replace(_password, "***", StringComparison.Ordinal);
        return _token is null ? text : text.Replace(_token, "***", StringComparison.Ordinal);
    }

    /// <summary>Host and port of each server.</summary>
    public IEnumerable<string> Hosts => _servers.Select(static server => server[(server.IndexOf("://", StringComparison.Ordinal) + 3)..]);

    /// <summary>Hosts and ports.</summary>
    public override string ToString() => string.Join(',', Hosts);
}
