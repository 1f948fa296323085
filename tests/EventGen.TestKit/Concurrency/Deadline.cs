using Xunit;

namespace EventGen.TestKit;

/// <summary>Turns a test that would hang into one that fails and says what it waited for.</summary>
public static class Deadline
{
    /// <summary>Generous, for a busy machine: it is only reached by a test that fails.</summary>
    /// <value>60 s.</value>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Awaits the task; fails when it has not completed by the deadline.</summary>
    /// <param name="task">What to await.</param>
    /// <param name="waitedFor">What the failure names.</param>
    /// <param name="deadline">How long to wait; default: <see cref="Default"/>.</param>
    public static async Task WithinAsync(Task task, string waitedFor, TimeSpan? deadline = null)
    {
        using var expiry = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task expired = Task.Delay(deadline ?? Default, expiry.Token);
        if (await Task.WhenAny(task, expired).ConfigureAwait(false) != task)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Assert.Fail($"Waited {deadline ?? Default} in vain for: {waitedFor}");
        }

        await expiry.CancelAsync().ConfigureAwait(false);
        await task.ConfigureAwait(false);
    }

    /// <inheritdoc cref="WithinAsync(Task, string, TimeSpan?)"/>
    public static async Task<T> WithinAsync<T>(Task<T> task, string waitedFor, TimeSpan? deadline = null)
    {
        await WithinAsync((Task)task, waitedFor, deadline).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }
}
