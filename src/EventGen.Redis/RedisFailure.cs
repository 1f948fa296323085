using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Tells what failed and what to do about it, without what only the client should know.</summary>
internal static class RedisFailure
{
    private const int LongestAnswer = 200;
    private const string Closed = "the connection was closed";

    // What follows is for who wrote the script.
    private const string InScript = " script: ";

    // In a script, a command that the user may not send has no code of its own: until Redis 7.0, and since.
    private static readonly string[] s_refusedInScript = ["The user executing the script can't", "ACL failure in script"];

    // What Redis says first in an answer that refuses, and what helps.
    private static readonly Dictionary<string, string> s_remedies = new(StringComparer.Ordinal)
    {
        ["NOAUTH"] = "Give the password in Address: redis://:password@host.",
        ["WRONGPASS"] = "Correct the password in Address.",
        ["NOPERM"] = "Allow the user this command and the channel; the documentation lists all that are needed.",
        ["WRONGTYPE"] = "Channel names a key that is no stream: name another one, or delete the key.",
        ["OOM"] = "Its memory is full: raise its maxmemory, or lower MaxStreamLength.",
        ["READONLY"] = "It is a replica: name the primary in Address.",
        ["MISCONF"] = "It cannot write to its disk, and says why in its log.",
    };

    // What it answers to everybody for a while.
    private static readonly HashSet<string> s_passing = new(StringComparer.Ordinal) { "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY", "NOREPLICAS", "OOM", "MISCONF" };

    /// <summary>Whether a publish failed for a reason that says nothing of the message.</summary>
    public static bool IsUnreachable(Exception failure) => failure is not RedisServerException || s_passing.Contains(failure.Message.Split(' ', 2)[0]);

    /// <summary>One line: the fact, and the remedy where there is one to name.</summary>
    /// <param name="failure">What the client threw; its own text may hold the configuration.</param>
    /// <param name="address">What was tried.</param>
    /// <param name="timeout">How long was waited.</param>
    /// <param name="wasConnected">Whether there has been a connection: then a server that ends one does not expect another protocol.</param>
    public static string Describe(Exception? failure, RedisAddress address, TimeSpan timeout, bool wasConnected) => failure switch
    {
        TimeoutException or OperationCanceledException => NoAnswerException.Describe(failure, timeout),
        RedisServerException => OfAnswer(address.WithoutPassword(failure.Message)),
        RedisConnectionException connection => OfConnection(connection, address, wasConnected),
        IOException or SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown } => Closed,
        null => "unknown",
        _ => address.WithoutPassword($"{failure.GetType().Name}: {failure.Message}"),
    };

    /// <summary>Whether Redis said why it took no connection, or has a certificate that is not trusted.</summary>
    public static bool IsRejection(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is RedisServerException or AuthenticationException or RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }) return true;
        }

        return false;
    }

    private static string OfAnswer(string answer)
    {
        int script = answer.IndexOf(InScript, StringComparison.Ordinal);
        if (script >= 0) answer = answer[..script];
        string told = answer.Length > LongestAnswer ? $"{answer[..LongestAnswer]}…" : answer;
        string code = s_refusedInScript.Any(text => answer.Contains(text, StringComparison.Ordinal)) ? "NOPERM" : answer.Split(' ', 2)[0];
        return s_remedies.TryGetValue(code, out string? remedy) ? $"{told.TrimEnd('.')}. {remedy}" : told;
    }

    // The outermost says that there is no connection; the cause is further in.
    private static string OfConnection(RedisConnectionException failure, RedisAddress address, bool wasConnected)
    {
        var type = failure.FailureType;
        for (Exception? cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException:
                    return $"TLS: {address.WithoutPassword(cause.Message.TrimEnd('.'))}. Trust the authority of its certificate on this machine, and name the host as the certificate does.";
                case SocketException { SocketErrorCode: SocketError.ConnectionReset } when wasConnected:
                    return Closed;
                case SocketException { SocketErrorCode: SocketError.ConnectionReset } when !address.HasTls:
                    return $"{SocketError.ConnectionReset}. If it expects TLS, write rediss:// in Address.";
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
                case RedisConnectionException inner:
                    type = inner.FailureType;
                    break;
            }
        }

        return type switch
        {
            ConnectionFailureType.AuthenticationFailure when address.HasUser => "it refuses the user or the password. Correct them in Address.",
            ConnectionFailureType.AuthenticationFailure when address.HasPassword => $"it refuses the password. {s_remedies["WRONGPASS"]}",
            ConnectionFailureType.AuthenticationFailure => $"it asks for a password. {s_remedies["NOAUTH"]}",
            ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection => address.HasTls
                ? $"{ConnectionFailureType.UnableToConnect}. If it does not speak TLS there, write redis:// in Address."
                : nameof(ConnectionFailureType.UnableToConnect),
            ConnectionFailureType.SocketClosed => Closed,
            _ => type.ToString(),
        };
    }
}
