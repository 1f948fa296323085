using System.Collections.Concurrent;
using System.Globalization;

namespace OrderDesk.Terminal;

/// <summary>Tells the first failure of each handler and publisher; a full disk need not be told a million times.</summary>
internal sealed class FailureNotice(Screen screen)
{
    private readonly ConcurrentDictionary<string, bool> _told = new();

    // Interlocked only: orders that RabbitMQ answered, and did not take.
    private long _refused;

    public void Show(object? sender, DeliveryFailure failure)
    {
        if (failure is { RetryIn: null, Exception: RabbitMQPublishException { IsUnreachable: false } }) Interlocked.Increment(ref _refused);
        if (_told.TryAdd(failure.Handler, true)) screen.Notice($"{failure} (told once, counted each time)");
    }

    /// <summary>Tells at the end what can be done about many failures at once.</summary>
    public void SumUp()
    {
        if (Volatile.Read(ref _refused) is > 0 and var refused)
            screen.Notice(string.Create(CultureInfo.InvariantCulture, $"rabbitmq: {refused:N0} orders were refused. If no desk has followed yet, run one with --follow once: it makes the queue that keeps them."));
    }
}
