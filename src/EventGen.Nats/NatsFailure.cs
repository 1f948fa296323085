using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace EventGen.Nats;

/// <summary>Tells what failed and what to do about it, without what only the client should know.</summary>
internal static class NatsFailure
{
    private const int LongestAnswer = 300;
    private const string BrokenOff = "the connection broke off";
    private const string NoTls = "does not support TLS";
    private const int StreamCannotStore = 10077;

    // What JetStream answers to everybody for a while: the account's or the server's room is used up, a cluster has fewer servers than a stream replicas, the stream cannot store, a cluster elects its leader,
    // JetStream is off.
    private static readonly HashSet<int> s_passing = [10002, 10005, 10008, 10023, 10028, 10039, 10047, StreamCannotStore, 10076];

    /// <summary>The text for an address where something takes connections and says nothing.</summary>
    public const string Silent = "what answers there has not said that it is NATS: correct the host and the port in Address, or it stands still";

    /// <summary>One line: the fact, and the remedy where there is one to name.</summary>
    /// <param name="failure">What the client threw.</param>
    /// <param name="address">What was tried.</param>
    /// <param name="timeout">How long was waited.</param>
    /// <param name="log">What the client has logged; <see langword="null"/> for nothing.</param>
    /// <param name="wasConnected">Whether there has been a connection: what says nothing then is a NATS that stands still.</param>
    public static string Describe(Exception failure, NatsAddress address, TimeSpan timeout, ClientLog? log, bool wasConnected)
    {
        if (Known(failure) is { } known) return known;
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is TimeoutException or NatsNoReplyException or NatsTimeoutException or NatsJSApiNoResponseException or NatsJSPublishNoResponseException or OperationCanceledException or SocketException { SocketErrorCode: SocketError.TimedOut })
            {
                // A call that a user has no right to is not answered; the refusal comes by itself.
                string unanswered = NoAnswerException.Describe(cause, timeout);
                return log?.ServerError is { } said ? $"{unanswered}; {Said(said, address)}" : Known(log?.Failure) ?? unanswered;
            }
        }

        // What the client throws then names no cause; what it has logged does.
        return Known(log?.Failure) is { } told ? told
            : failure is NatsException && failure.Message.StartsWith("can not connect", StringComparison.Ordinal) ? "unreachable"
            : address.WithoutSecrets($"{failure.GetType().Name}: {Short(failure.Message)}");

        string? Known(Exception? thrown) => thrown is null ? null : Cause(thrown, address) is Silent && wasConnected ? NoAnswerException.Describe(thrown, timeout) : Cause(thrown, address);
    }

    /// <summary>
    /// What the server said when it took no connection, or why its certificate is not trusted; <see langword="null"/> when it has said nothing, or only that it had not heard in time who connects: that is
    /// no word on who may, and takes none back.
    /// </summary>
    /// <param name="failure">What the client threw.</param>
    /// <param name="address">What was tried.</param>
    /// <param name="log">What the client has logged.</param>
    public static string? Rejection(Exception failure, NatsAddress address, ClientLog log) =>
        log.ServerError is { } said ? IsLate(said) ? null : Said(said, address) : IsRejection(failure) ? Cause(failure, address) : log.Failure is { } logged && IsRejection(logged) ? Cause(logged, address) : null;

    /// <summary>Whether the server has answered, and for a reason that says nothing of the message: above all, that there is no room.</summary>
    public static bool IsPassing(Exception failure) => failure is NatsJSApiException api && s_passing.Contains(api.Error.ErrCode);

    /// <summary>What JetStream answered instead of doing something.</summary>
    public static string Answer(ApiError error, NatsAddress address)
    {
        string? remedy = error.ErrCode switch
        {
            StreamCannotStore when error.Description?.Contains("maximum ", StringComparison.Ordinal) == true => " The stream is full: handle or purge what it holds, or raise its limits.",
            10047 or 10023 or 10028 => " Give JetStream more room at the server.",
            10002 => " Give the account more room, or remove what it does not need.",
            10005 => " Start the other servers of its cluster, or lower Replicas.",
            10074 => " Set Replicas to the number of servers.",
            10065 => " Choose another Subject, or remove the subject from that stream.",
            10076 or 10039 => " Enable JetStream at the server, and for the account.",
            _ => null,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{error.Code} {address.WithoutSecrets(Short(error.Description ?? ""))} (error {error.ErrCode}).{remedy}");
    }

    private static bool IsRejection(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is NatsServerException or AuthenticationException || (cause is NatsException && cause.Message.Contains(NoTls, StringComparison.Ordinal))) return true;
        return false;
    }

    private static string? Cause(Exception failure, NatsAddress address)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SessionLostException or NotConnectedException or TopologyException:
                    return cause.Message;
                case NatsServerException server:
                    return Said(server.Error, address);
                case NatsJSApiException api:
                    return Answer(api.Error, address);
                case NatsNoRespondersException:
                    return "no stream takes it: JetStream is not enabled there, or the stream or its subject is missing";
                case NatsPayloadTooLargeException:
                    return "it is larger than the server's max_payload. Raise max_payload there, or make the payload smaller";
                case AuthenticationException:
                    return $"TLS: {address.WithoutSecrets(cause.Message.TrimEnd('.'))}. Trust the authority of its certificate on this machine, and name the host as the certificate does.";
                case NatsException when cause.Message.Contains(NoTls, StringComparison.Ordinal):
                    return "it does not speak TLS there: write nats:// in Address, or turn TLS on at the server";
                case SocketException { SocketErrorCode: SocketError.OperationAborted }:
                    return Silent;   // the client gave it up; a NATS server speaks first
                case SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown }:
                    return BrokenOff;
                case SocketException { SocketErrorCode: not SocketError.TimedOut } socket:
                    return socket.SocketErrorCode.ToString();
                case IOException { InnerException: null }:
                    return BrokenOff;   // its words are those of the socket
            }
        }

        return null;
    }

    private static string Said(string error, NatsAddress address) =>
        error.Contains("authorization violation", StringComparison.OrdinalIgnoreCase) ? "it refuses the user, password or token. Correct them in Address or CredentialsFile."
        : ClientLog.IsOfRights(error) ? $"it said: {address.WithoutSecrets(Short(error))}. Allow the user this; the documentation lists the rights that are needed."
        : IsLate(error) ? "it had not heard in time who connects: this process or the server is too busy, or the authorization timeout of the server too short."
        : $"it said: {address.WithoutSecrets(Short(error))}";

    private static bool IsLate(string error) => error.Contains("authentication timeout", StringComparison.OrdinalIgnoreCase);

    private static string Short(string text) => text.Length > LongestAnswer ? $"{text[..LongestAnswer]}…" : text;
}
