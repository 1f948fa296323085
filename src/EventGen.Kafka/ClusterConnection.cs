using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventGen.Kafka;

/// <summary>
/// Keeps an eye on the cluster: asks it again and again whether it is there, on a thread of its own, and looks after the topics. Thread safe.
/// </summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(3);

    private readonly string _publisher;
    private readonly KafkaOptions _options;
    private readonly KafkaFailure _failure;
    private readonly ConnectionHealth _health;
    private readonly TopicDeclaration _topics;
    private readonly TimeSpan _limit;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool _isStopping;

    // Interlocked only. 1 once it has begun.
    private int _hasStarted;

    // What the client has said since the last answer, which is more than that there was none.
    private volatile string? _said;

    // The thread's alone: an interval without a connection is logged once for each reason.
    private string? _told;
    private bool _isConnected;

    public ClusterConnection(string publisher, KafkaOptions options, KafkaFailure failure, ConnectionHealth health)
    {
        _publisher = publisher;
        _options = options;
        _failure = failure;
        _health = health;
        _limit = options.Timeout < s_longestAnswer ? options.Timeout : s_longestAnswer;
        Producer = new EventProducer(ClientSettings.Producer(publisher, options), Failed);
        _topics = new TopicDeclaration(publisher, options, failure, health);
    }

    /// <summary>Publishes.</summary>
    public EventProducer Producer { get; }

    /// <summary>Where it reports to.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Has topics be looked after.</summary>
    /// <exception cref="TopicException">There can be no such topic.</exception>
    public void Add(IEnumerable<string> topics)
    {
        foreach (string topic in topics) _topics.Add(topic);
    }

    /// <summary>Begins to ask. More calls change nothing.</summary>
    /// <returns>Completes when the cluster has answered for the first time.</returns>
    public Task Start()
    {
        if (Interlocked.Exchange(ref _hasStarted, 1) != 0) return _connected.Task;
        var thread = new Thread(Run) { IsBackground = true, Name = $"EventGen Kafka {_publisher}" };
        using (ExecutionContext.SuppressFlow()) thread.Start();
        return _connected.Task;
    }

    /// <summary>Waits until a topic is there.</summary>
    /// <exception cref="TopicException">It cannot be used.</exception>
    /// <exception cref="TimeoutException">Nobody has answered in time.</exception>
    public ValueTask IsReadyAsync(string topic, CancellationToken cancellationToken)
    {
        if (_topics.IsReady(topic)) return default;
        if (_topics.Add(topic)) _wake.Set();
        _ = Start();
        return new(_topics.WaitAsync(topic, cancellationToken).WaitAsync(_options.Timeout, TimeProvider.System, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _wake.Set();
        if (Volatile.Read(ref _hasStarted) != 0) await _ended.Task.WaitAsync(_options.Timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Producer.DisposeAsync().AsTask().WaitAsync(_options.Timeout, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Run()
    {
        while (!_isStopping)
        {
            try
            {
                using var admin = new DependentAdminClientBuilder(Producer.Handle).Build();
                _topics.Look(admin, _limit, Logger);
                Answered();
            }
            catch (Exception exception)
            {
                NotAnswered(exception);
            }

            _wake.WaitOne(s_pause);
        }

        _ended.SetResult();
    }

    private void Answered()
    {
        (_told, _said) = (null, null);
        _health.Connected();
        if (!_isConnected) Logger.Connected(_publisher, _options.BootstrapServers!);
        _isConnected = true;
        _connected.TrySetResult();
    }

    private void NotAnswered(Exception exception)
    {
        if (_isStopping) return;
        string failure = _said ?? _failure.Describe(exception);
        _isConnected = false;
        _health.Disconnected(failure);
        if (_told != failure) Logger.Disconnected(_publisher, _options.BootstrapServers!, failure);
        _told = failure;
    }

    private void Failed(Error error)
    {
        // That all are down follows from what has been said of each.
        if (error.Code != ErrorCode.Local_AllBrokersDown || _said is null) _said = _failure.Describe(error);
        if (error.Code == ErrorCode.Local_AllBrokersDown) _health.Disconnected(_said!);
    }
}
