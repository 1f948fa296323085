using System.Runtime.CompilerServices;

namespace EventGen.Tests.Lifetime;

/// <summary>What every asynchronous method does, with the builder of those that run once.</summary>
public sealed class ColdMethodBuilderTests
{
    private static readonly AsyncLocal<string?> s_flowing = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItsResult_IsTheTasks(bool waits)
    {
        Assert.Equal("done", await ReturnAsync(Waiting(waits)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatItThrows_ComesOutOfTheTask(bool waits)
    {
        var running = ThrowAsync(Waiting(waits), new InvalidTimeZoneException("broken"));

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidTimeZoneException>(() => running)).Message);
        Assert.True(running.IsFaulted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACancellationThatItThrows_CancelsTheTask(bool waits)
    {
        using var cancellation = new CancellationTokenSource();
        var running = ThrowAsync(Waiting(waits), new OperationCanceledException(cancellation.Token));

        Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running)).CancellationToken);
        Assert.True(running.IsCanceled);
    }

    [Fact]
    public async Task WhatFlows_ComesBackAfterEachWait_AndEndsWithTheMethod()
    {
        s_flowing.Value = "caller";

        Assert.Equal(["caller", "first", "second"], await FlowAsync(Waiting(true), Waiting(true)));
        Assert.Equal("caller", s_flowing.Value);
    }

    [Fact]
    public async Task WhatItLeavesOnItsCallersThread_EndsWithItsFirstWait()
    {
        var gate = new TaskCompletionSource();
        var (context, own) = (SynchronizationContext.Current, new SynchronizationContext());

        var running = LeaveAsync(own, gate.Task);

        Assert.Same(context, SynchronizationContext.Current);
        gate.SetResult();
        await running;
    }

    private static Task Waiting(bool waits) => waits ? Task.Run(static () => Thread.Yield()) : Task.CompletedTask;

    [AsyncMethodBuilder(typeof(ColdMethodBuilder<>))]
    private static async Task<string> ReturnAsync(Task awaited)
    {
        await awaited.ColdAwait();
        return "done";
    }

    [AsyncMethodBuilder(typeof(ColdMethodBuilder))]
    private static async Task ThrowAsync(Task awaited, Exception exception)
    {
        await awaited.ColdAwait();
        throw exception;
    }

    [AsyncMethodBuilder(typeof(ColdMethodBuilder<>))]
    private static async Task<string?[]> FlowAsync(Task first, Task second)
    {
        string? before = s_flowing.Value;
        s_flowing.Value = "first";
        await first.ColdAwait();
        string? after = s_flowing.Value;
        s_flowing.Value = "second";
        await second.ConfigureAwait(true);
        return [before, after, s_flowing.Value];
    }

    [AsyncMethodBuilder(typeof(ColdMethodBuilder))]
    private static async Task LeaveAsync(SynchronizationContext context, Task awaited)
    {
        SynchronizationContext.SetSynchronizationContext(context);
        await awaited.ColdAwait();
    }
}
