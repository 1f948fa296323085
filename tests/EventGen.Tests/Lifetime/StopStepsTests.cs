namespace EventGen.Tests.Lifetime;

/// <summary>How the end of a stop is measured while the process stands still now and then.</summary>
public sealed class StopStepsTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

    [Fact]
    public void PauseOfTheProcess_IsNotTheEndOfAStop()
    {
        var stop = new TaskCompletionSource();
        var steps = new StopSteps(new PausingTime { AtLook = (10, stop.SetResult) });
        steps.EndWithin(s_limit);

        Assert.True(steps.WaitToTheEnd(stop.Task));
    }

    [Fact]
    public void StopThatNeverEnds_IsLeftAlso_WhereTheProcessPauses()
    {
        var steps = new StopSteps(new PausingTime());
        steps.EndWithin(s_limit);

        Assert.False(steps.WaitToTheEnd(new TaskCompletionSource().Task));
    }

    [Fact]
    public void PauseOfTheProcess_IsNotTheEndOfAStep()
    {
        var step = new TaskCompletionSource();
        var steps = new StopSteps(new PausingTime { AtLook = (10, step.SetResult) });
        steps.EndWithin(s_limit);

        steps.Wait(step.Task, reserve: TimeSpan.FromMilliseconds(500));

        Assert.True(step.Task.IsCompleted);
    }

    /// <summary>Real time of a process that stands still for ten seconds before each look at it.</summary>
    private sealed class PausingTime : TimeProvider
    {
        private int _looks;

        public (int Number, Action Action) AtLook { get; init; }

        public override long GetTimestamp()
        {
            int look = Interlocked.Increment(ref _looks);
            if (look == AtLook.Number) AtLook.Action();
            return look * 10 * TimestampFrequency;
        }
    }
}
