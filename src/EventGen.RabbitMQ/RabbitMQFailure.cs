using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ;

/// <summary>Tells what failed and what to do about it, without what only the client should know.</summary>
internal static class RabbitMQFailure
{
    private const int LongestAnswer = 300;
    private const string BrokenOff = "the connection broke off";

    // What .NET says of an answer that is none of TLS.
    private const string NoTls = "Cannot determine the frame size";

    // The client's words for a server whose greeting it has not got, or not understood.
    private const string NoGreeting = "connection.start was never received";

    /// <summary>One line: the fact, and the remedy where there is one to name.</summary>
    /// <param name="failure">What the client threw.</param>
    /// <param name="address">What was tried.</param>
    /// <param name="timeout">How long was waited.</param>
    public static string Describe(Exception failure, RabbitMQAddress address, TimeSpan timeout)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationFailureException or PossibleAuthenticationFailureException:
                    return "it refuses the user or the password. Correct them in Address.";
                case PublishReturnException returned:
                    return string.Create(CultureInfo.InvariantCulture, $"{returned.ReplyCode} {returned.ReplyText}. No queue is bound to exchange '{returned.Exchange}' for '{returned.RoutingKey}': start a receiver once, bind a queue, or correct Exchange");
                case PublishException:
                    return "it refused the message (nack): a queue is full and rejects what is published (reject-publish), or its log says why";
                case OperationInterruptedException { ShutdownReason: { } reason }:
                    return Answer(reason, address);
                case AuthenticationException when cause.Message.Contains(NoTls, StringComparison.Ordinal):
                    return "it does not speak TLS there: write amqp:// in Address, or turn TLS on at the server";
                case AuthenticationException:
                    return $"TLS: {address.WithoutPassword(cause.Message.TrimEnd('.'))}. Trust the authority of its certificate on this machine, and name the host as the certificate does.";
                case IOException { InnerException: null or PacketNotRecognizedException } when cause.Message.StartsWith(NoGreeting, StringComparison.Ordinal):
                    return "what answers there has not said that it is RabbitMQ: correct the host and the port in Address, or it stands still";
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
                case TimeoutException or OperationCanceledException:
                    return NoAnswerException.Describe(cause, timeout);
            }
        }

        return failure is BrokerUnreachableException ? "unreachable" : address.WithoutPassword($"{failure.GetType().Name}: {failure.Message}");
    }

    /// <summary>Whether the server said why it took no connection, or has a certificate that is not trusted.</summary>
    public static bool IsRejection(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationFailureException or PossibleAuthenticationFailureException or AuthenticationException or OperationInterruptedException { ShutdownReason.Initiator: ShutdownInitiator.Peer })
                return true;
        }

        return false;
    }

    /// <summary>Whether the server, with all that it needs, does not let this user in, or not to this virtual host: soon asked again, it says the same.</summary>
    public static bool IsDenial(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationFailureException or PossibleAuthenticationFailureException or OperationInterruptedException { ShutdownReason: { Initiator: ShutdownInitiator.Peer, ReplyCode: 403 or 530 } })
                return true;
        }

        return false;
    }

    /// <summary>Whether a publish failed for a reason that says nothing of the message.</summary>
    public static bool IsUnreachable(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            // What refuses with a nack is a queue, for all that is sent to it: it is full, or has no leader.
            if (cause is PublishException publish) return !publish.IsReturn;
            if (cause is OperationInterruptedException { ShutdownReason: { Initiator: ShutdownInitiator.Peer } reason }) return !IsRefusal(reason.ReplyCode);
        }

        return true;
    }

    // Of what was sent, by the numbers of AMQP; the others are of the server or the connection.
    private static bool IsRefusal(ushort code) => code is 311 or 312 or 313 or (>= 402 and <= 406) or (>= 501 and <= 503) or 505;

    /// <summary>Why the server, or the client, closed a channel or a connection.</summary>
    public static string Answer(ShutdownEventArgs reason, RabbitMQAddress address)
    {
        // The client's words for a connection that has ended under it are those of the socket.
        if (reason.Initiator == ShutdownInitiator.Library && reason.ReplyCode is 0 or Constants.InternalError) return BrokenOff;

        string text = address.WithoutPassword(reason.ReplyText);
        if (text.Length > LongestAnswer) text = $"{text[..LongestAnswer]}…";
        string? remedy = reason.ReplyCode switch
        {
            403 => Right(reason.ClassId, reason.MethodId, text),
            404 => " Set Topology to Declare, or make it.",
            406 => " It exists with other properties, or a message was handled for longer than the server's consumer_timeout. Correct the settings, or set Topology to Verify; to change a queue, let a receiver with the old settings empty it, then delete it.",
            530 => " Correct the virtual host in Address.",
            _ => null,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{reason.ReplyCode} {text}.{remedy}");
    }

    // RabbitMQ names the right only from 3.11 on, but always what was asked for, by the numbers of AMQP.
    private static string Right(ushort classId, ushort methodId, string text)
    {
        bool isExchange = text.Contains("exchange '", StringComparison.Ordinal);
        string right = (classId, methodId) switch
        {
            (40, 10) => "configure it, or set Topology to Verify",
            (50, 10) => isExchange ? "write to it, or set Topology to Verify" : "configure and read it, or set Topology to Verify",
            (50, 20) => isExchange ? "read it, or set Topology to Verify" : "write to it, or set Topology to Verify",
            (60, 20) => "read it",
            (60, 40) => "write to it",
            _ => "do this",
        };
        return $" Allow the user to {right}: see Permissions in the reference of RabbitMQ.";
    }
}
