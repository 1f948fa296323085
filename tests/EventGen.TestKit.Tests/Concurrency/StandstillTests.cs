using Xunit.Sdk;

namespace EventGen.TestKit.Tests;

public sealed class StandstillTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task NeverAsync_RunsATestThatPassesOnce_WhateverStoodStill()
    {
        int runs = 0;

        await Standstill.NeverAsync(TimeSpan.Zero, _ => Task.FromResult(++runs), s_patience);

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task NeverAsync_RunsATestAgain_ThatFailsWhereSomethingStoodStill()
    {
        List<int> runs = [];

        await Standstill.NeverAsync(
            TimeSpan.Zero,
            run =>
            {
                runs.Add(run);
                Assert.Equal(2, run);
                return Task.CompletedTask;
            },
            s_patience);

        Assert.Equal([0, 1, 2], runs);
    }

    [Theory]
    [InlineData(3600, 3600)]   // nothing stood still
    [InlineData(0, 0)]         // the time for more runs is over
    public async Task NeverAsync_PassesAFailureOn_Otherwise(int limit, int patience)
    {
        int runs = 0;

        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => Standstill.NeverAsync(
            TimeSpan.FromSeconds(limit),
            _ =>
            {
                runs++;
                Assert.Fail("as it does");
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(patience)));

        Assert.Equal((1, "as it does"), (runs, failure.Message));
    }
}
