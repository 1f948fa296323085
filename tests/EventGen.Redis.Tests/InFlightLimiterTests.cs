namespace EventGen.Redis.Tests;

/// <summary>What every transport bounds its calls and received messages with.</summary>
public sealed class InFlightLimiterTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    private readonly InFlightLimiter _limiter = new(2);
    private readonly AsyncGate _gate = new(2);

    [Fact]
    public async Task RunAsync_RunsNoMoreThanItsCapacity()
    {
        Task[] running = [RunAsync(CancellationToken.None), RunAsync(CancellationToken.None)];
        await _gate.Reached;

        var third = RunAsync(CancellationToken.None);
        Assert.Equal(0, _limiter.TryEnter(1));
        Assert.False(third.IsCompleted);
        _gate.Open();

        await Deadline.WithinAsync(Task.WhenAll([.. running, third]), "all to end");
        Assert.Equal(2, _limiter.TryEnter(3));
    }

    [Fact]
    public async Task RunAsync_WithoutAPlaceInTime_Throws_AndBeginsNothing()
    {
        await _limiter.EnterAsync(CancellationToken.None);
        await _limiter.EnterAsync(CancellationToken.None);
        bool hasBegun = false;

        await Assert.ThrowsAsync<TimeoutException>(async () => await _limiter.RunAsync(
            _ =>
            {
                hasBegun = true;
                return Task.CompletedTask;
            },
            0, TimeSpan.FromMilliseconds(1), CancellationToken.None));

        Assert.False(hasBegun);
        _limiter.Leave();
        Assert.Equal(1, _limiter.TryEnter(2));
    }

    [Fact]
    public async Task CallThatNobodyWaitsFor_KeepsItsPlaceUntilItHasEnded()
    {
        using var cancellation = new CancellationTokenSource();
        Task[] running = [RunAsync(cancellation.Token), RunAsync(cancellation.Token)];
        await _gate.Reached;

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running));
        Assert.Equal(0, _limiter.TryEnter(1));
        _gate.Open();

        await Eventually.EqualAsync(1, () => _limiter.TryEnter(1));
    }

    [Fact]
    public async Task CallThatFails_GivesItsPlaceBack()
    {
        await Assert.ThrowsAsync<IOException>(async () => await _limiter.RunAsync(static _ => throw new IOException(), 0, s_long, CancellationToken.None));

        Assert.Equal(2, _limiter.TryEnter(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DrainAsync_SaysWhetherNothingIsUnderWay(bool ends)
    {
        var running = RunAsync(CancellationToken.None);
        if (ends) _gate.Open();

        Assert.Equal(ends, await _limiter.DrainAsync(ends ? s_long : TimeSpan.FromMilliseconds(1)));
        _gate.Open();
        await running;
    }

    private async Task RunAsync(CancellationToken cancellationToken) =>
        await _limiter.RunAsync(static gate => gate.PassAsync(CancellationToken.None), _gate, s_long, cancellationToken);
}
