using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Whether what a publisher sends to can be reached, as its publishes tell. While it cannot, one durable event at a time tries. Thread safe.</summary>
/// <remarks>The others are given a turn: as many as there are, an outage costs about a hundred looks a second, and one publish in half a second.</remarks>
/// <param name="publisher">The publisher's name.</param>
/// <param name="time">Tells when the next one tries.</param>
/// <param name="logger">Told of the beginning and the end of an outage that durable events wait for.</param>
internal sealed class Reachability(string publisher, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_betweenTrials = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_betweenTurns = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    // As many events as may fail at once, and some more; when there are more, each of them is excused once again.
    private const int MostExcused = 10_000;

    private readonly object _gate = new();

    // Null while it can be reached. Written under _gate.
    private volatile Exception? _failure;

    // True from the first event with a key that waits to the end of the outage.
    private volatile bool _holdsKeys;

    // All under _gate.
    private bool _isTrying;
    private bool _isTold;
    private long _began;
    private long _tried;
    private TimeSpan _lastTurn;

    // Of events that do not wait for it, since it could be reached last: attempts that failed, those of them that were the last, and whether the log has not been told of some.
    private long _attempts;
    private long _deadLetters;
    private bool _isUntold;

    // How often it could be reached again, and how often when an event failed that was not the fault of the event.
    private long _recoveries;
    private readonly Dictionary<Guid, long> _excused = [];

    /// <summary>What the last trial failed with; <see langword="null"/> while it can be reached.</summary>
    public Exception? Failure => _failure;

    /// <summary>Whether events wait for it that later ones of their keys wait behind, with all their targets.</summary>
    public bool HoldsKeys => _holdsKeys;

    /// <summary>An event waits for it that later ones of its key wait behind.</summary>
    public void NoteHeldKey() => _holdsKeys = true;

    /// <summary>Whether a durable event is to be published now. What was entered is ended by <see cref="Reached"/>, <see cref="Lost"/> or <see cref="Cancelled"/>.</summary>
    public bool TryEnter()
    {
        if (_failure is null) return true;
        lock (_gate)
        {
            if (_failure is null) return true;
            if (_isTrying || time.GetElapsedTime(_tried) < s_betweenTrials) return false;
            return _isTrying = true;
        }
    }

    /// <summary>A publish got an answer.</summary>
    public void Reached()
    {
        if (_failure is null) return;
        TimeSpan? outage;
        long attempts, deadLetters;
        lock (_gate)
        {
            if (_failure is null) return;
            (_failure, _isTrying, _lastTurn, _holdsKeys) = (null, false, default, false);
            _recoveries++;
            outage = _isTold ? time.GetElapsedTime(_began) : null;
            (attempts, deadLetters) = _isUntold ? (_attempts, _deadLetters) : (0, 0);
            (_isTold, _isUntold, _attempts, _deadLetters) = (false, false, 0, 0);
        }

        if (outage is { } ended) logger.PublisherReached(publisher, TimeSpan.FromSeconds(Math.Round(ended.TotalSeconds, 1)));
        if (attempts > 0) logger.PublisherTakesAgain(publisher, attempts, deadLetters);
    }

    /// <summary>Counts a failed attempt of an event that does not wait for it: an outage has as many of them as there are events.</summary>
    /// <param name="isLast">Whether the event is a dead letter now.</param>
    /// <returns>How many there have been since it could be reached last; <see langword="null"/> when the log need not be told.</returns>
    public long? CountFailure(bool isLast)
    {
        lock (_gate)
        {
            _attempts++;
            if (isLast) _deadLetters++;
            long times = isLast ? _deadLetters : _attempts - _deadLetters;
            if (long.IsPow2(times)) return times;
            _isUntold = true;
            return null;
        }
    }

    /// <summary>A publish did not reach the other side.</summary>
    public void Lost(Exception failure)
    {
        lock (_gate)
        {
            _tried = time.GetTimestamp();
            if (_failure is null) _began = _tried;
            (_failure, _isTrying) = (failure, false);
        }
    }

    /// <summary>Whether a durable event that did not reach the other side is to wait without a counted attempt. Not when others got an answer since it failed last: then it is the event.</summary>
    public bool Excuses(Guid eventId)
    {
        lock (_gate)
        {
            bool isItsOwn = _excused.Remove(eventId, out long recoveries) && recoveries != _recoveries;
            if (_excused.Count >= MostExcused) _excused.Clear();
            _excused[eventId] = _recoveries;
            return !isItsOwn;
        }
    }

    /// <summary>A publish was cancelled.</summary>
    public void Cancelled()
    {
        if (_failure is null) return;
        lock (_gate) _isTrying = false;
    }

    /// <summary>How long a durable event that was not published waits for its next turn.</summary>
    /// <param name="hasTried">Whether it has just tried: then others try before it does again, so that an event that fails each time holds up none.</param>
    public TimeSpan NextTurn(bool hasTried = false)
    {
        bool isNew;
        TimeSpan wait;
        lock (_gate)
        {
            isNew = !_isTold && _failure is not null;
            _isTold |= isNew;
            var now = time.GetElapsedTime(_began);
            var turn = _lastTurn + s_betweenTurns;
            if (turn < now + s_betweenTrials) turn = now + s_betweenTrials;
            if (turn > now + s_longestWait) turn = now + s_longestWait;
            if (!hasTried) _lastTurn = turn;
            wait = hasTried ? s_betweenTrials * 2 : turn - now;
        }

        if (isNew) logger.PublisherUnreachable(publisher, _failure is { } failure ? ExceptionText.MessageOf(failure) : "");
        return wait;
    }
}
