namespace EventGen.Tests.Lifetime;

/// <summary>A publisher whose calls wait for the tasks that the test gives; by default they complete at once.</summary>
internal class HangingPublisher(string name) : IEventPublisher
{
    public string Name => name;

    public Func<Task> OnPublish { get; init; } = static () => Task.CompletedTask;

    public Func<Task> OnDispose { get; init; } = static () => Task.CompletedTask;

    public async ValueTask PublishAsync(EventMessage message, CancellationToken ct) => await OnPublish();

    public async ValueTask DisposeAsync() => await OnDispose();
}
