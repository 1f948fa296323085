namespace EventGen.Testing;

// What has happened.
public sealed partial class TestEventBus
{
    /// <summary>The events that were emitted, by whichever call, in order; a copy. An emit that was refused is none.</summary>
    /// <typeparam name="T">The event.</typeparam>
    public IReadOnlyList<T> Emitted<T>() => [.. Recorded<Emission, T>().Select(static emission => (T)emission.Payload)];

    /// <summary>The events that were emitted and match, in order; a copy.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="matches">Which ones.</param>
    /// <exception cref="ArgumentNullException"><paramref name="matches"/> is <see langword="null"/>.</exception>
    public IReadOnlyList<T> Emitted<T>(Func<T, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        return [.. Emitted<T>().Where(matches)];
    }

    /// <summary>The events that handlers have handled without failing, once for each handler, in the order in which they finished; a copy.</summary>
    /// <typeparam name="T">The event.</typeparam>
    public IReadOnlyList<HandledEvent<T>> Handled<T>() =>
        [.. Recorded<Handling, T>().Select(static handling => new HandledEvent<T>((T)handling.Payload, handling.Handler))];

    /// <summary>The events that publishers have sent, once for each publisher, in the order in which they were sent; a copy.</summary>
    /// <typeparam name="T">The event.</typeparam>
    public IReadOnlyList<PublishedEvent> Published<T>() => [.. Recorded<Publication, T>().Select(static publication => publication.Published)];

    /// <summary>The failures of handlers and publishers, each attempt by itself, also those that <c>InvokeAsync</c> has thrown; a copy.</summary>
    /// <typeparam name="T">The event.</typeparam>
    public IReadOnlyList<DeliveryFailure> Failed<T>() => [.. Recorded<RecordedFailure, T>().Select(static failing => failing.Failure)];

    private IEnumerable<TActivity> Recorded<TActivity, T>() where TActivity : RecordedActivity
    {
        string eventId = Topic<T>().Descriptor.Id;
        return _recorder.Activities.OfType<TActivity>().Where(activity => activity.EventId == eventId);
    }
}
