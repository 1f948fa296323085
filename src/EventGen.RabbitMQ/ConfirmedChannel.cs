using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ;

/// <summary>One channel whose publishes are confirmed. Thread safe.</summary>
internal sealed class ConfirmedChannel
{
    // Confirms are awaited one by one; how many are under way is bounded by who calls.
    private static readonly CreateChannelOptions s_confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    // What the client does not fail by itself when the channel is closed, is failed after this time: it would keep its place for ever.
    private static readonly TimeSpan s_afterwards = TimeSpan.FromSeconds(1);

    private readonly IChannel _channel;

    // Never disposed: cancelled once, it holds nothing.
    private readonly CancellationTokenSource _closed = new();
    private long _confirmedAt = Environment.TickCount64;

    private ConfirmedChannel(IChannel channel)
    {
        _channel = channel;
        channel.ChannelShutdownAsync += OnShutdown;
        if (!channel.IsOpen) _closed.CancelAfter(s_afterwards);
    }

    public bool IsOpen => _channel.IsOpen;

    /// <summary>How long ago the server has confirmed anything on it.</summary>
    public TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _confirmedAt));

    public static async Task<ConfirmedChannel> OpenAsync(IConnection connection) =>
        new(await connection.CreateChannelAsync(s_confirmed, CancellationToken.None).ConfigureAwait(false));

    /// <summary>Publishes, and completes when the server has confirmed it. It cannot be cancelled: that would break the channel for all who use it.</summary>
    /// <exception cref="PublishException">The server refused it, or has no queue for it.</exception>
    /// <exception cref="IOException">The channel was closed before the server had confirmed it.</exception>
    public async Task PublishAsync(string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var publishing = _channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, CancellationToken.None);
        try
        {
            if (publishing.IsCompleted) await publishing.ConfigureAwait(false);
            else await publishing.AsTask().WaitAsync(_closed.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            throw new IOException("the channel was closed");
        }

        Volatile.Write(ref _confirmedAt, Environment.TickCount64);
    }

    public void Abandon() => _channel.Abandon();

    private Task OnShutdown(object sender, ShutdownEventArgs reason)
    {
        _closed.CancelAfter(s_afterwards);
        return Task.CompletedTask;
    }
}
