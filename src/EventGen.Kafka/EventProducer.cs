using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>Publishes over a client of Kafka, which it replaces when the client can go no further. Thread safe.</summary>
/// <param name="settings">What the client is told.</param>
/// <param name="failed">Told what the client says of connections.</param>
/// <param name="missing">Told of a topic that is not there any more.</param>
internal sealed class EventProducer(ProducerConfig settings, Action<Error> failed, Action<string> missing) : IAsyncDisposable
{
    private readonly object _gate = new();

    // Under _gate. Made on first use.
    private IProducer<byte[]?, byte[]?>? _producer;
    private bool _isClosed;

    // The client that has told of a fatal error.
    private volatile IClient? _broken;

    /// <summary>The client, for questions about the cluster.</summary>
    /// <exception cref="ObjectDisposedException">It has been closed.</exception>
    public Handle Handle => Current().Handle;

    /// <summary>Publishes a message.</summary>
    /// <returns>Completes when all replicas in sync have stored it.</returns>
    /// <exception cref="KafkaException">They have not, as far as anybody knows.</exception>
    public Task ProduceAsync(string topic, Message<byte[]?, byte[]?> message)
    {
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var producer = Current();
        producer.Produce(topic, message, report =>
        {
            if (!report.Error.IsError)
            {
                confirmed.TrySetResult();
                return;
            }

            if (report.Error.IsFatal) _broken = producer;
            if (KafkaFailure.IsMissing(report.Error)) missing(report.Topic);
            confirmed.TrySetException(new KafkaException(report.Error));
        });
        return confirmed.Task;
    }

    public ValueTask DisposeAsync()
    {
        IProducer<byte[]?, byte[]?>? producer;
        lock (_gate)
        {
            if (_isClosed) return default;
            _isClosed = true;
            producer = _producer;
        }

        return producer is null ? default : new(Task.Run(producer.Dispose));
    }

    private IProducer<byte[]?, byte[]?> Current()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_producer is not null && _broken != _producer) return _producer;
            if (_producer is { } broken) _ = Task.Run(broken.Dispose);

            // Lives longer than whoever asked first, so without their context.
            using (ExecutionContext.SuppressFlow()) return _producer = Create();
        }
    }

    private IProducer<byte[]?, byte[]?> Create() => new ProducerBuilder<byte[]?, byte[]?>(settings)
        .SetErrorHandler((producer, error) =>
        {
            if (error.IsFatal) _broken = producer;
            failed(error);
        })
        .SetLogHandler(static (_, _) => { })   // else the client writes to the error stream of the process
        .Build();
}
