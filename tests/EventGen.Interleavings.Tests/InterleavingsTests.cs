namespace EventGen.Interleavings.Tests;

/// <summary>What is wrong is found: else the other tests would hold for a runtime that Coyote does not see.</summary>
public sealed class InterleavingsTests
{
    [Fact]
    public void LostUpdate_IsFound()
    {
        string? failure = Interleavings.FindFailure(
            static () =>
            {
                int count = 0;
                Interleavings.WaitForAll(Task.Run(Increment), Task.Run(Increment));
                Assert.Equal(2, count);

                void Increment() => Volatile.Write(ref count, Volatile.Read(ref count) + 1);
            });

        Assert.Contains("Assert.Equal() Failure", Assert.IsType<string>(failure), StringComparison.Ordinal);
    }

    /// <summary>A worker that looks before it parks sleeps for ever beside an event whose emitter saw nobody sleep.</summary>
    [Fact]
    public void LostWakeUp_IsFound()
    {
        string? failure = Interleavings.FindFailure(
            static () =>
            {
                int events = 0;
                var parking = new WorkerParking();
                var done = new Milestone();
                var signal = new WorkerSignal(() => done.Reach());
                var worker = Task.Run(() =>
                {
                    if (Volatile.Read(ref events) == 0) parking.Park(signal);
                    else done.Reach();
                });
                var emitter = Task.Run(() =>
                {
                    Interlocked.Increment(ref events);
                    parking.Wake();
                });
                Interleavings.WaitForAll(worker, emitter);
                done.Wait();
            });

        Assert.Contains("Deadlock detected", Assert.IsType<string>(failure), StringComparison.Ordinal);
    }
}
