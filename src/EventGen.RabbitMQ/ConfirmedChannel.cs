using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ;

/// <summary>One channel whose publishes are confirmed. Thread safe.</summary>
/// <remarks>
/// It counts the publishes itself, as the server does. The client's own count costs a header in each message, and has callers wait for one another: here, whoever finds
/// the channel in use leaves its message to whoever uses it.
/// </remarks>
internal sealed class ConfirmedChannel
{
    // So that a caller gets back to its own work, however many leave messages to it.
    private const int MostAtOnce = 32;

    private static readonly CreateChannelOptions s_confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);

    private readonly IChannel _channel;
    private readonly string _exchange;

    // Held for a few instructions.
    private readonly object _gate = new();

    // Under _gate. What the client has not got yet, because it is being given another one.
    private readonly Queue<UnconfirmedPublish> _waiting = new();
    private bool _isInUse;

    // Under _gate. What the client has got.
    private readonly UnconfirmedPublishes _unconfirmed = new();

    // Under _gate. Why nothing more is published; null until then.
    private Exception? _end;

    // Of the client's reading alone.
    private readonly List<UnconfirmedPublish> _answered = [];

    private long _confirmedAt = Environment.TickCount64;

    private ConfirmedChannel(IChannel channel, string exchange)
    {
        _channel = channel;
        _exchange = exchange;
        channel.BasicAcksAsync += (_, ack) => Answer(ack.DeliveryTag, ack.Multiple, isRefused: false);
        channel.BasicNacksAsync += (_, nack) => Answer(nack.DeliveryTag, nack.Multiple, isRefused: true);
        channel.BasicReturnAsync += OnReturn;
        channel.ChannelShutdownAsync += OnShutdown;
        if (channel is { IsOpen: false, CloseReason: { } reason }) End(new AlreadyClosedException(reason));
    }

    public bool IsOpen => _channel.IsOpen;

    /// <summary>How long ago the server has confirmed anything on it.</summary>
    public TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _confirmedAt));

    /// <summary>Opens a channel for an exchange.</summary>
    public static async Task<ConfirmedChannel> OpenAsync(IConnection connection, string exchange) =>
        new(await connection.CreateChannelAsync(s_confirmed, CancellationToken.None).ConfigureAwait(false), exchange);

    /// <summary>Publishes, and completes when the server has confirmed it. It cannot be cancelled: that would break the channel for all who use it.</summary>
    /// <exception cref="PublishException">The server refused it, or has no queue for it.</exception>
    /// <exception cref="TimeoutException">The channel was given up before the server had confirmed it.</exception>
    /// <exception cref="AlreadyClosedException">The channel was closed before the server had confirmed it.</exception>
    public Task PublishAsync(string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var publish = new UnconfirmedPublish(routingKey, properties, body);
        lock (_gate)
        {
            if (_end is not null) return Task.FromException(_end);
            if (_isInUse)
            {
                _waiting.Enqueue(publish);
                return publish.Task;
            }

            _isInUse = true;
            _unconfirmed.Add(publish);
        }

        _ = SendAsync(publish);
        return publish.Task;
    }

    /// <summary>Gives the channel up. What the server has not confirmed has failed.</summary>
    public void Abandon()
    {
        End(new TimeoutException("The channel was given up."));
        _channel.Abandon();
    }

    // Also what others leave here meanwhile. Nearly always it ends at once: the client writes in the background.
    private async Task SendAsync(UnconfirmedPublish first)
    {
        int sent = 0;
        for (var publish = first; publish is not null; publish = Next())
        {
            if (++sent % MostAtOnce == 0) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            try
            {
                // The client's span of a publish belongs to whoever publishes.
                if (Activity.Current != publish.Activity) Activity.Current = publish.Activity;
                await _channel.BasicPublishAsync(_exchange, publish.RoutingKey, mandatory: true, publish.Properties, publish.Body, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                lock (_gate) _unconfirmed.TakeBack(publish);
                publish.TrySetException(exception);
            }
        }
    }

    private UnconfirmedPublish? Next()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var publish))
            {
                _unconfirmed.Add(publish);
                return publish;
            }

            _isInUse = false;
            return null;
        }
    }

    // The client calls it, and those below, one after the other.
    private Task Answer(ulong number, bool multiple, bool isRefused)
    {
        Volatile.Write(ref _confirmedAt, Environment.TickCount64);
        lock (_gate) _unconfirmed.Answer(number, multiple, _answered);
        foreach (var publish in _answered) publish.Answer(isRefused);
        _answered.Clear();
        return Task.CompletedTask;
    }

    // What has no queue comes back, and is confirmed next.
    private Task OnReturn(object sender, BasicReturnEventArgs returned)
    {
        lock (_gate) _unconfirmed.Find(returned.BasicProperties.MessageId)?.Return(returned);
        return Task.CompletedTask;
    }

    private Task OnShutdown(object sender, ShutdownEventArgs reason)
    {
        End(new AlreadyClosedException(reason));
        return Task.CompletedTask;
    }

    private void End(Exception reason)
    {
        UnconfirmedPublish[] open;
        lock (_gate)
        {
            if (_end is not null) return;
            _end = reason;
            open = [.. _unconfirmed.All, .. _waiting];
            _unconfirmed.Clear();
            _waiting.Clear();
        }

        foreach (var publish in open) publish.TrySetException(reason);
    }
}
