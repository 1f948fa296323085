namespace EventGen.Redis.Tests;

/// <summary>What stands between the clients of Redis' pub/sub and of core NATS, and the bus.</summary>
public sealed class ReceiveBufferTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly InFlightLimiter _limiter = new(1);
    private readonly List<int> _given = [];
    private readonly ReceiveBuffer<int> _buffer;
    private int _lost;

    public ReceiveBufferTests() => _buffer = new(capacity: 2, _limiter, Give, lost => _lost += lost, _stop.Token);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void OneThatMayGoAtOnce_IsGivenInTheCall()
    {
        _buffer.Add(1, mayGive: true);
        _limiter.Leave();
        _buffer.Add(2, mayGive: true);

        Assert.Equal([1, 2], _given);
    }

    [Fact]
    public async Task BehindOneThatWaits_OthersWaitToo_AndKeepTheirOrder()
    {
        _buffer.Add(1, mayGive: false);
        _buffer.Add(2, mayGive: true);
        Assert.Empty(_given);

        var running = _buffer.RunAsync();
        await Eventually.TrueAsync(() => Count == 1);
        _limiter.Leave();
        await Eventually.TrueAsync(() => Count == 2);
        _limiter.Leave();

        // Nothing waits any more, as soon as the buffer knows it.
        await Eventually.TrueAsync(() =>
        {
            _buffer.Add(0, mayGive: true);
            return Count > 2;
        });
        Assert.Equal([1, 2, 0], _given[..3]);
        await EndAsync(running);
    }

    [Fact]
    public async Task WithoutAPlace_OneWaits_AndWhatThereIsNoRoomForIsLost_AndReportedOnce()
    {
        for (int i = 1; i <= 5; i++) _buffer.Add(i, mayGive: true);   // the first is given, two wait, two are lost
        Assert.Equal([1], _given);
        _limiter.Leave();

        var running = _buffer.RunAsync();
        await Eventually.TrueAsync(() => Count == 2);
        _limiter.Leave();
        await Eventually.TrueAsync(() => Count == 3);

        Assert.Equal([1, 2, 3], _given);
        await EndAsync(running);
        Assert.Equal(2, _lost);
    }

    [Fact]
    public async Task AfterAStop_NothingIsGiven_AndWhatWaitsIsReported()
    {
        await _stop.CancelAsync();
        _buffer.Add(1, mayGive: true);
        await EndAsync(_buffer.RunAsync());

        Assert.Empty(_given);
        Assert.Equal(1, _lost);
        Assert.Equal(1, _limiter.TryEnter(1));
    }

    [Fact]
    public async Task AStop_ReportsTheOneThatWaitsForAPlaceToo()
    {
        for (int i = 1; i <= 3; i++) _buffer.Add(i, mayGive: true);   // the first is given, and keeps the place

        await EndAsync(_buffer.RunAsync());   // has taken the second off when it returns

        Assert.Equal([1], _given);
        Assert.Equal(2, _lost);
    }

    [Fact]
    public async Task WhileOneIsReadWithoutEnd_AnotherClientIsNotHeldUp()
    {
        using var reached = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var buffer = new ReceiveBuffer<int>(capacity: 2, new InFlightLimiter(2), Hang, static _ => { }, _stop.Token);
        var first = Task.Run(() => buffer.Add(1, mayGive: true), TestContext.Current.CancellationToken);
        reached.Wait(TestContext.Current.CancellationToken);

        await Deadline.WithinAsync(Task.Run(() => buffer.Add(2, mayGive: true), TestContext.Current.CancellationToken), "another client's call");
        Assert.False(first.IsCompleted);
        end.Set();
        await first;

        void Hang(int message)
        {
            reached.Set();
            end.Wait();
        }
    }

    private int Count
    {
        get
        {
            lock (_given) return _given.Count;
        }
    }

    private async Task EndAsync(Task running)
    {
        await _stop.CancelAsync();
        await Deadline.WithinAsync(running, "the buffer to end");
    }

    private void Give(int message)
    {
        lock (_given) _given.Add(message);
    }
}
