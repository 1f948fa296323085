using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace EventGen.Nats;

/// <summary>
/// Learns from the log of one client connection what the client does not throw: why it could not connect, and what the server
/// refused. Its text is never passed on as it is. Thread safe.
/// </summary>
internal sealed class ClientLog : ILoggerFactory, ILogger
{
    private const int MostRefusals = 1000;
    private const string AcknowledgementRefused = "Permissions Violation for Publish to \"$JS.ACK.";

    // By the server's text; the value is the number of the refusal.
    private readonly ConcurrentDictionary<string, int> _refusals = new(StringComparer.OrdinalIgnoreCase);

    // Interlocked only. Counted after the refusal is kept, so that who sees the count finds it.
    private int _count;
    private int _refusedAcknowledgements;

    private volatile Exception? _failure;
    private volatile string? _serverError;

    // What the server says where it refuses a publish that it may refuse.
    private volatile string? _allowed;

    /// <summary>The last exception that the client has logged.</summary>
    public Exception? Failure => _failure;

    /// <summary>The last error that the server has sent, but for those that it may send.</summary>
    public string? ServerError => _serverError;

    /// <summary>How many errors the server has sent.</summary>
    public int Refusals => Volatile.Read(ref _count);

    /// <summary>How many acknowledgements of messages of streams the server has refused.</summary>
    public int RefusedAcknowledgements => Volatile.Read(ref _refusedAcknowledgements);

    /// <summary>Whether an error is of a right that is missing. The connection goes on after it.</summary>
    public static bool IsOfRights(string error) => error.Contains("permissions violation", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is published to a subject is a question that the server need not answer: its refusal is no error, and no reason for what fails otherwise.</summary>
    public void MayRefuse(string subject) => _allowed = Refusal(subject);

    /// <summary>Whether the server has refused a publish. It says so before it answers a ping that was sent after the publish.</summary>
    /// <param name="subject">To where.</param>
    /// <param name="since">What <see cref="Refusals"/> was before the publish.</param>
    public bool HasRefusedPublish(string subject, int since) => Refusals != since && _refusals.TryGetValue(Refusal(subject), out int number) && number > since;

    /// <summary>Whether the server has refused a subscription on this connection.</summary>
    public bool HasRefusedSubscription(string subject) => Refusals > 0 && _refusals.ContainsKey($"Permissions Violation for Subscription to \"{subject}\"");

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null) _failure = exception;
        if (exception is null && eventId.Id == NatsLogEvents.Protocol.Id && state is IReadOnlyList<KeyValuePair<string, object?>> parts)
        {
            foreach (var (name, value) in parts)
                if (name == "Error" && value is string error) Keep(error);
        }
    }

    public void Dispose()
    {
    }

    private static string Refusal(string subject) => $"Permissions Violation for Publish to \"{subject}\"";

    private void Keep(string error)
    {
        if (!string.Equals(error, _allowed, StringComparison.OrdinalIgnoreCase)) _serverError = error;
        if (error.StartsWith(AcknowledgementRefused, StringComparison.OrdinalIgnoreCase))
        {
            // Each has a subject of its own.
            Interlocked.Increment(ref _refusedAcknowledgements);
            return;
        }

        if (_refusals.Count >= MostRefusals) _refusals.Clear();
        _refusals[error] = Volatile.Read(ref _count) + 1;
        Interlocked.Increment(ref _count);
    }
}
