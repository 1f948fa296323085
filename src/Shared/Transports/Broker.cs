namespace EventGen;

/// <summary>
/// What every transport does in the same way: connects in the background and keeps the connection, bounds what is published, tells how it fares, and stops in order.
/// What one overrides is what is special in it. Compiled into each transport. Thread safe.
/// </summary>
/// <typeparam name="TOptions">The settings.</typeparam>
internal abstract class Broker<TOptions> : IAsyncDisposable
    where TOptions : class, ITransportOptions
{
    private const string NoName = "eventgen";

    // A server that stands still is noticed within ten seconds, whatever the timeout of a call.
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly string _server;
    private readonly OpenPublishes _publishes;
    private readonly CancellationTokenSource _stop = new();
    private ITransportReceiver? _receiver;

    // Of the bus, once it has started. A process in which no name is known is the one application without a name.
    private string _application = NoName;
    private Task _background = Task.CompletedTask;

    /// <param name="name">The publisher's name.</param>
    /// <param name="options">Have been checked.</param>
    /// <param name="server">Where it is, fit to be shown: without a password.</param>
    protected Broker(string name, TOptions options, string server)
    {
        (Name, Options, _server) = (name, options, server);
        _publishes = new OpenPublishes(options.MaxInFlight, options.Timeout, SendsInTime);
        Connection = new ConnectionHealth(name, server);
    }

    /// <summary>How it fares, receiving included.</summary>
    public PublisherHealth Health
    {
        get
        {
            var health = Connection.Current;
            if (_receiver?.Health is not { } receiving || receiving.Status < health.Status) return health;
            if (receiving.Status > health.Status) return receiving;

            // Without a connection both say the same. With one, each has its own reason.
            return health.Status != EventBusStatus.Healthy && Connection.IsOpen ? health with { LastError = $"{health.LastError}; {receiving.LastError}" } : health;
        }
    }

    protected string Name { get; }

    protected TOptions Options { get; }

    /// <summary>How long a server may take to answer when it is asked whether it is there: <see cref="AnsweredAsync"/>.</summary>
    protected TimeSpan AnswerLimit => Options.Timeout < s_longestAnswer ? Options.Timeout : s_longestAnswer;

    /// <summary>How the connection fares that it publishes over.</summary>
    protected ConnectionHealth Connection { get; }

    /// <summary>Whether each call of <see cref="SendAsync"/> ends in time by itself. Where none does, nobody waits longer than the timeout. The same from the beginning on.</summary>
    protected virtual bool SendsInTime => false;

    /// <summary>Waits for the answer to a question that finds out whether the server is there.</summary>
    /// <exception cref="NoAnswerException">There was none in time.</exception>
    protected async Task AnsweredAsync(Task question, CancellationToken stopping)
    {
        try
        {
            await BoundedWait.ForAsync(question, AnswerLimit, stopping).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new NoAnswerException(AnswerLimit, exception);
        }
    }

    /// <summary>The bus has started: connects, and receives where that is asked for. Waits some time for it, not for ever.</summary>
    public async ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
    {
        _application = receiver.Source ?? NoName;
        Connection.Begin(receiver);
        receiver.UnknownEvents = Options.UnknownEvents;
        Started(receiver);
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = connected.Task;
        if (Options.Receive)
        {
            _receiver = CreateReceiver(receiver, Options.Group ?? _application);
            begun = _receiver.StartAsync();
        }

        _background = KeepConnectedAsync(connected);

        // A server that is not there yet does not hold up the start.
        await Task.WhenAny(begun, Task.Delay(Options.Timeout, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Publishes, and completes when the server has confirmed it.</summary>
    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await _publishes.RunAsync(static call => call.Broker.SendAsync(call.Message), (Broker: this, Message: message), cancellationToken).ConfigureAwait(false);
            Connection.Accepted();
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var exception = thrown is NotSentException { InnerException: { } cause } ? cause : thrown;
            string failure = Describe(exception);
            if (IsRefusal(exception)) Connection.Refused(failure);
            else Connection.PublishFailed(failure);
            if (exception is TimeoutException) SentTooLate();
            throw ToException(exception, $"{TOptions.Product} at {_server} {Outcome(message, exception, failure, IsUnsent(thrown))}");
        }
    }

    /// <summary>Ends receiving; what was received is acknowledged when it has been handled.</summary>
    public async ValueTask StopReceivingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        if (_receiver is not null) await _receiver.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Acknowledges what has been handled, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopReceivingAsync(CancellationToken.None).ConfigureAwait(false);
        if (_receiver is not null) await _receiver.DisposeAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>The application whose handlers have handled a message where it was emitted, or where it was received before it was passed on.</summary>
    protected string ApplicationOf(EventMessage message) => Options.Group ?? (message.Via is null && message.Metadata.Source is { Length: > 0 } source ? source : _application);

    /// <summary>How what receives fares: on its own, for it may have connections of its own.</summary>
    protected ConnectionHealth HealthOf(MessageReceiver receiver)
    {
        var health = new ConnectionHealth(Name, _server);
        health.Begin(receiver);
        return health;
    }

    /// <summary>The bus has started: what it has to say is known from now on, and it can be logged to.</summary>
    protected abstract void Started(MessageReceiver receiver);

    /// <summary>Makes what receives.</summary>
    /// <param name="receiver">The bus.</param>
    /// <param name="group">Whose instances share what is received.</param>
    protected abstract ITransportReceiver CreateReceiver(MessageReceiver receiver, string group);

    /// <summary>Connects where there is no connection, and finds out whether the server still answers. Called again and again until the bus stops.</summary>
    protected abstract Task CheckAsync(CancellationToken stopping);

    /// <summary>Publishes; completes when the server has confirmed it.</summary>
    protected abstract Task SendAsync(EventMessage message);

    /// <summary>What a failure may be told as: the client's texts may hold a password.</summary>
    protected abstract string Describe(Exception failure);

    /// <summary>Whether the server has answered, and refused the message.</summary>
    protected abstract bool IsRefusal(Exception failure);

    /// <summary>A publish was not confirmed in time.</summary>
    protected virtual void SentTooLate()
    {
    }

    /// <summary>Whether it is certain that nothing of a message whose publish failed was sent.</summary>
    protected virtual bool IsUnsent(Exception failure) => failure is NotSentException;

    /// <summary>What a server has done with a message that did not take it; <see langword="null"/> where it has not answered.</summary>
    /// <param name="message">The message.</param>
    /// <param name="exception">Why.</param>
    protected virtual string? Refusal(EventMessage message, Exception exception) => null;

    /// <summary>What is thrown for a publish that failed.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="message">Tells it.</param>
    protected abstract Exception ToException(Exception failure, string message);

    /// <summary>Closes the connection; nothing is published or received any more.</summary>
    protected abstract ValueTask CloseAsync();

    // What became of a message, as the end of a sentence.
    private string Outcome(EventMessage message, Exception exception, string failure, bool isUnsent) =>
        Refusal(message, exception) is { } refusal ? $"{refusal} ({failure})."
        : isUnsent ? $"has not received event '{message.EventId}' ({failure}). It has not been sent."
        : $"has not confirmed event '{message.EventId}' ({failure}). Whether it has arrived is unknown.";

    /// <summary>Connects again also while there is nothing to publish.</summary>
    private async Task KeepConnectedAsync(TaskCompletionSource connected)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await CheckAsync(_stop.Token).ConfigureAwait(false);
                Connection.Succeeded();
                connected.TrySetResult();
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Connection.Failed(Describe(exception));
            }

            await Task.Delay(s_pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
