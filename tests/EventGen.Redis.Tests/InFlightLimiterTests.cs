namespace EventGen.Redis.Tests;

/// <summary>What every transport bounds its calls and received messages with.</summary>
public sealed class InFlightLimiterTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(1);

    private readonly InFlightLimiter _limiter = new(2);

    [Fact]
    public void TryEnter_TakesWhatThereIs()
    {
        Assert.Equal(1, _limiter.TryEnter(1));
        Assert.Equal(1, _limiter.TryEnter(5));
        Assert.Equal(0, _limiter.TryEnter(5));
        _limiter.Leave(2);

        Assert.Equal(2, _limiter.TryEnter(5));
    }

    [Fact]
    public async Task EnterAsync_Waits_AndTheFirstToComeGetsThePlace()
    {
        _limiter.TryEnter(2);
        var first = _limiter.EnterAsync(CancellationToken.None);
        var second = _limiter.EnterAsync(CancellationToken.None);

        _limiter.Leave();
        await Deadline.WithinAsync(first, "the first to enter");
        Assert.False(second.IsCompleted);
        Assert.Equal(0, _limiter.TryEnter(1));

        _limiter.Leave();
        await Deadline.WithinAsync(second, "the second to enter");
    }

    [Fact]
    public async Task WhoStopsWaiting_TakesNoPlace()
    {
        using var cancellation = new CancellationTokenSource();
        _limiter.TryEnter(2);
        var cancelled = _limiter.EnterAsync(cancellation.Token);

        await Assert.ThrowsAsync<TimeoutException>(() => _limiter.EnterAsync(s_short, CancellationToken.None));
        Assert.False(_limiter.TryEnter(s_short));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        _limiter.Leave(2);
        Assert.Equal(2, _limiter.TryEnter(3));
    }

    [Fact]
    public async Task Places_AreNeitherLostNorMade_WhateverWaitersDo()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (int i = 0; i < 2_000; i++)
            {
                using var end = new CancellationTokenSource();
                var entering = _limiter.EnterAsync(end.Token);
                if (random.Next(2) == 0) await end.CancelAsync();
                try
                {
                    await entering;
                }
                catch (OperationCanceledException)
                {
                    continue;
                }

                if (random.Next(4) == 0) await Task.Yield();
                _limiter.Leave();
            }
        })));

        Assert.Equal(2, _limiter.TryEnter(3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DrainAsync_SaysWhetherNothingIsUnderWay(bool ends)
    {
        _limiter.TryEnter(1);
        if (ends) _limiter.Leave();

        Assert.Equal(ends, await _limiter.DrainAsync(ends ? s_long : s_short));
    }
}
