using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Kafka;

/// <summary>Asks the cluster whether it is there, and looks after the topics: one question at a time, for whoever asks. Thread safe.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    private readonly string _publisher;
    private readonly KafkaOptions _options;
    private readonly KafkaFailure _failure;
    private readonly ConnectionHealth _health;
    private readonly TopicDeclaration _topics;
    private readonly TimeSpan _limit;
    private readonly OutageLog _outage = new();
    private readonly object _gate = new();

    // Under _gate. The question that is open, or was last.
    private Task _looking = Task.CompletedTask;
    private bool _isClosed;

    // What the client has said since the last answer, which is more than that there was none.
    private volatile Statement? _said;

    // Of who looks.
    private bool _isConnected;

    /// <param name="publisher">The publisher's name.</param>
    /// <param name="options">The settings.</param>
    /// <param name="failure">Tells what failed.</param>
    /// <param name="health">Told of what happens to the connection.</param>
    /// <param name="limit">How long the cluster may take to answer.</param>
    public ClusterConnection(string publisher, KafkaOptions options, KafkaFailure failure, ConnectionHealth health, TimeSpan limit)
    {
        _publisher = publisher;
        _options = options;
        _failure = failure;
        _health = health;
        _limit = limit;
        _topics = new TopicDeclaration(publisher, options, failure, health);
        Producer = new EventProducer(ClientSettings.Producer(publisher, options), Failed, _topics.LookAgain);
    }

    /// <summary>Publishes.</summary>
    public EventProducer Producer { get; }

    /// <summary>Where it reports to.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Has a topic be looked after.</summary>
    /// <exception cref="TopicException">There can be no such topic.</exception>
    public void Add(string topic) => _topics.Add(topic);

    /// <summary>Asks the cluster, or waits for the answer to a question that is open.</summary>
    /// <exception cref="NoAnswerException">It has not answered in time.</exception>
    /// <exception cref="KafkaException">It has not answered.</exception>
    /// <exception cref="ObjectDisposedException">It has been closed.</exception>
    public Task LookAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_looking.IsCompleted)
            {
                // The client blocks for as long as the cluster does not answer; and it outlives whoever asked, so without their context.
                using (ExecutionContext.SuppressFlow())
                    _looking = Task.Factory.StartNew(CheckTopics, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
            }

            return _looking.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Whether a topic was there when somebody looked last.</summary>
    public bool IsReady(string topic) => _topics.IsReady(topic);

    /// <summary>Has somebody look for a topic again that was there: a client has said that it is not.</summary>
    public void LookAgain(string topic) => _topics.LookAgain(topic);

    /// <summary>Waits until a topic is there.</summary>
    /// <exception cref="TopicException">It cannot be used.</exception>
    /// <exception cref="KafkaException">The cluster has not answered.</exception>
    public ValueTask IsReadyAsync(string topic, CancellationToken cancellationToken) => _topics.IsReady(topic) ? default : new(LookForAsync(topic, cancellationToken));

    /// <summary>One line: the fact, and the remedy where there is one to name. What the client has said is more than that nobody answered.</summary>
    public string Describe(Exception failure) =>
        _health.Explain(failure is TimeoutException or KafkaException { Error.IsLocalError: true } && _said is { } said ? said.Text : _failure.Describe(failure));

    public async ValueTask DisposeAsync()
    {
        Task looking;
        lock (_gate) (_isClosed, looking) = (true, _looking);
        await looking.WaitAsync(_options.Timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Producer.DisposeAsync().AsTask().WaitAsync(_options.Timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LookForAsync(string topic, CancellationToken cancellationToken)
    {
        _topics.Add(topic);
        await LookAsync(cancellationToken).ConfigureAwait(false);

        // The question may have been open already when the topic was added.
        if (!_topics.IsKnown(topic)) await LookAsync(cancellationToken).ConfigureAwait(false);
        _topics.ThrowIfUnusable(topic);
    }

    private void CheckTopics()
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(Producer.Handle).Build();
            _topics.Check(admin, _limit, Logger);
        }
        catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_TimedOut)
        {
            var unanswered = new NoAnswerException(_limit, exception);
            NotAnswered(unanswered);
            throw unanswered;
        }
        catch (Exception exception)
        {
            NotAnswered(exception);
            throw;
        }

        _said = null;
        _outage.End();
        _health.Connected();
        if (!_isConnected) Logger.Connected(_publisher, _options.BootstrapServers!);
        _isConnected = true;
    }

    private void NotAnswered(Exception exception)
    {
        // A bus that stops waits for no answer.
        lock (_gate)
        {
            if (_isClosed) return;
        }

        string failure = Describe(exception);
        _isConnected = false;
        _health.Disconnected(failure);
        if (_outage.IsNews(failure, isAnswer: exception is KafkaException { Error.IsBrokerError: true } || _said is { IsAnswer: true })) Logger.Disconnected(_publisher, _options.BootstrapServers!, failure);
    }

    private void Failed(Error error)
    {
        // That all are down follows from what has been said of each.
        var said = error.Code == ErrorCode.Local_AllBrokersDown && _said is { } before ? before : new Statement(_failure.Describe(error), KafkaFailure.IsRejection(error));
        _said = said;
        if (KafkaFailure.IsRejection(error)) _health.Rejected(said.Text);
        if (error.Code == ErrorCode.Local_AllBrokersDown) _health.Disconnected(_health.Explain(said.Text));
    }

    /// <param name="Text">As it is told.</param>
    /// <param name="IsAnswer">Whether a broker has answered, and takes no connection.</param>
    private sealed record Statement(string Text, bool IsAnswer);
}
