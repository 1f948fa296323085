using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace EventGen.Nats;

/// <summary>The publishes to streams over one connection that are not confirmed yet. Thread safe.</summary>
/// <remarks>The client's own publish takes several objects and a timer for each, and reads each confirmation as a whole.</remarks>
internal sealed class StreamPublishes
{
    private const int NoResponders = 503;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private readonly NatsSession _session;
    private readonly ConcurrentDictionary<long, UnconfirmedPublish> _open = [];
    private readonly SemaphoreSlim _starting = new(1);

    // What the confirmations are sent to, but for the number of the publish.
    private readonly string _inbox;
    private readonly RawSubscription _confirmations;
    private volatile bool _isStarted;

    private volatile bool _hasConfirmed;

    // Set once, before it is started. Looks for those that wait for too long.
    private ITimer? _timer;

    // Interlocked only. The number of the last publish.
    private long _last;

    public StreamPublishes(NatsSession session)
    {
        _session = session;
        _inbox = $"{session.JetStream.NewBaseInbox()}.";
        _confirmations = new RawSubscription(session.Client, $"{_inbox}*", Confirm);
    }

    /// <summary>Whether confirmations are subscribed to.</summary>
    public bool IsStarted => _isStarted;

    /// <summary>Whether some stream has confirmed a publish.</summary>
    public bool HasConfirmed => _hasConfirmed;

    /// <summary>Subscribes to confirmations, once.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isStarted) return;
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isStarted) return;
            await _session.Client.AddSubAsync(_confirmations, cancellationToken).ConfigureAwait(false);

            // Outlives whoever published first, so without their context.
            using (ExecutionContext.SuppressFlow()) _timer = TimeProvider.System.CreateTimer(static all => ((StreamPublishes)all!).GiveUp(), this, s_look, s_look);
            _isStarted = true;
            if (_session.Lost.IsCompleted) await _timer.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Publishes; completes when the stream has confirmed it.</summary>
    /// <exception cref="NatsJSApiException">The stream has refused it.</exception>
    /// <exception cref="NatsNoRespondersException">No stream takes it.</exception>
    /// <exception cref="NatsNoReplyException">There was no answer in time.</exception>
    /// <exception cref="SessionLostException">The connection was lost.</exception>
    public Task PublishAsync(string subject, NatsHeaders headers, ReadOnlyMemory<byte> body)
    {
        long number = Interlocked.Increment(ref _last);
        var publish = new UnconfirmedPublish();
        _open[number] = publish;
        try
        {
            var writing = _session.Client.PublishAsync(
                subject, body, headers, replyTo: string.Create(CultureInfo.InvariantCulture, $"{_inbox}{number}"), NatsRawSerializer<ReadOnlyMemory<byte>>.Default, cancellationToken: _session.Aborted);
            if (!writing.IsCompletedSuccessfully) _ = WriteAsync(number, writing.AsTask());
        }
        catch (Exception exception)
        {
            Fail(number, exception);
        }

        // Nothing ends it any more where that had come before it was among them.
        if (_session.Lost.IsCompletedSuccessfully) Fail(number, new SessionLostException(_session.Lost.Result));
        return publish.Task;
    }

    /// <summary>The connection was lost: there will be no confirmation.</summary>
    public void FailAll(string reason)
    {
        _timer?.Dispose();
        foreach (long number in _open.Keys) Fail(number, new SessionLostException(reason));
    }

    // A server that is about to stop, or that is no leader any more, may leave one without an answer.
    private void GiveUp()
    {
        foreach (var (number, publish) in _open)
            if (publish.Age >= _session.Client.Opts.RequestTimeout) Fail(number, new NatsNoReplyException());
    }

    private async Task WriteAsync(long number, Task writing)
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (writing.Exception?.InnerException is { } exception) Fail(number, exception);
        else if (writing.IsCanceled) Fail(number, new TaskCanceledException(writing));
    }

    private void Fail(long number, Exception exception)
    {
        if (!_open.TryRemove(number, out var publish)) return;

        // What the client throws then says less.
        if (_session.Lost.IsCompletedSuccessfully) exception = new SessionLostException(_session.Lost.Result);

        // The stream may have been deleted: the next publish looks.
        if (exception is NatsNoRespondersException or NatsNoReplyException) _session.HasStream = false;
        publish.SetException(exception);
    }

    // Called by the client's reader.
    private void Confirm(Incoming answer)
    {
        if (!long.TryParse(answer.Subject.AsSpan(_inbox.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return;
        if (answer.Headers.Status == NoResponders) Fail(number, new NatsNoRespondersException());
        else if (Fault(answer.Body) is { } fault) Fail(number, fault);
        else if (_open.TryRemove(number, out var publish))
        {
            if (!_hasConfirmed) _hasConfirmed = true;
            publish.SetResult();
        }
    }

    // Null for a confirmation: {"stream":"shop","seq":1}.
    private static NatsJSException? Fault(ReadOnlySpan<byte> answer)
    {
        try
        {
            var json = new Utf8JsonReader(answer);
            json.Read();
            bool isConfirmed = false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("error"u8)) return new NatsJSApiException(ReadError(ref json));
                isConfirmed |= json.ValueTextEquals("stream"u8);
                json.Read();
                json.Skip();
            }

            if (isConfirmed) return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a text that is no Unicode: it says as much as one without anything.
        }

        return new NatsJSException("its answer cannot be read");
    }

    // {"code":503,"err_code":10077,"description":"maximum messages exceeded"}
    private static ApiError ReadError(ref Utf8JsonReader json)
    {
        var error = new ApiError();
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("code"u8)) error.Code = Number(ref json);
            else if (json.ValueTextEquals("err_code"u8)) error.ErrCode = Number(ref json);
            else if (json.ValueTextEquals("description"u8)) error.Description = Text(ref json);
            else
            {
                json.Read();
                json.Skip();
            }
        }

        return error;

        static int Number(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int number) ? number : 0;

        static string? Text(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
    }
}
