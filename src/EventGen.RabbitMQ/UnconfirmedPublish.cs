using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ;

/// <summary>A message that the server has not confirmed yet. Completes when it has.</summary>
/// <param name="routingKey">The event's id.</param>
/// <param name="properties">What goes with the body.</param>
/// <param name="body">The body.</param>
internal sealed class UnconfirmedPublish(string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)   // nobody goes on where the client reads
{
    // Set before the server confirms it.
    private PublishReturnException? _returned;

    public string RoutingKey => routingKey;

    public BasicProperties Properties => properties;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>The caller's.</summary>
    public Activity? Activity { get; } = Activity.Current;

    /// <summary>How the server counts it.</summary>
    public ulong Number { get; set; }

    public bool IsReturned => _returned is not null;

    /// <summary>The server has no queue for it.</summary>
    public void Return(BasicReturnEventArgs returned) =>
        _returned = new PublishReturnException(Number, returned.ReplyText, returned.Exchange, returned.RoutingKey, returned.ReplyCode, returned.ReplyText);

    /// <summary>The server has answered.</summary>
    /// <param name="isRefused">Whether it does not take the message.</param>
    public void Answer(bool isRefused)
    {
        if (_returned is not null) TrySetException(_returned);
        else if (isRefused) TrySetException(new PublishException(Number, isReturn: false));
        else TrySetResult();
    }
}
