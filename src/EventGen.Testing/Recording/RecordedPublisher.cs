namespace EventGen.Testing;

/// <summary>Records what a publisher has sent.</summary>
/// <param name="name">The name under which it was added.</param>
/// <param name="publisher">Sends; <see langword="null"/> when the test has given none, and what is recorded is sent nowhere.</param>
/// <param name="recorder">Keeps it.</param>
internal sealed class RecordedPublisher(string name, IEventPublisher? publisher, Recorder recorder) : IEventPublisher
{
    public string Name => name;

    public bool IsEnabled => publisher?.IsEnabled ?? true;

    public async ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        if (publisher is not null)
        {
            var call = new CallInProgress("publisher", name, message.EventId, message.Id);
            await recorder.RunAsync(call, (publisher, message, cancellationToken), static one => one.publisher.PublishAsync(one.message, one.cancellationToken)).ConfigureAwait(false);
        }

        recorder.Add(new Publication(new PublishedEvent(name, message)));
    }

    public ValueTask DisposeAsync() => publisher?.DisposeAsync() ?? default;
}
