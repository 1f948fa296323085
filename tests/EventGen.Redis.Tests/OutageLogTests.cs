namespace EventGen.Redis.Tests;

/// <summary>What is logged of an outage. The class is the same in each transport.</summary>
public sealed class OutageLogTests
{
    private readonly OutageLog _log = new();

    [Fact]
    public void AnOutage_IsNewsOnce_UntilItHasEnded()
    {
        Assert.True(_log.IsNews("ConnectionRefused", isAnswer: false));
        Assert.False(_log.IsNews("no answer within 5 s", isAnswer: false));
        Assert.False(_log.IsNews("ConnectionRefused", isAnswer: false));

        _log.End();
        Assert.True(_log.IsNews("no answer within 5 s", isAnswer: false));
    }

    [Fact]
    public void WhatAServerAnswers_IsNews_UnlessItWasSaidLast()
    {
        Assert.True(_log.IsNews("ConnectionRefused", isAnswer: false));
        Assert.True(_log.IsNews("it refuses the password", isAnswer: true));
        Assert.False(_log.IsNews("it refuses the password", isAnswer: true));
        Assert.False(_log.IsNews("ConnectionRefused", isAnswer: false));
        Assert.True(_log.IsNews("its memory is full", isAnswer: true));
    }
}
