using System.Runtime.CompilerServices;

namespace EventGen.Testing;

// What should have happened.
public sealed partial class TestEventBus
{
    // More than this helps nobody; the last are nearest to what went wrong.
    private const int LinesShown = 50;

    /// <summary>Fails unless the event was emitted.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="matches">Which one; any when left out.</param>
    /// <param name="condition">Filled in by the compiler, for the message.</param>
    /// <returns>The first that matches.</returns>
    /// <exception cref="EventAssertionException">None was.</exception>
    public T AssertEmitted<T>(Func<T, bool>? matches = null, [CallerArgumentExpression(nameof(matches))] string? condition = null)
    {
        foreach (var payload in Emitted<T>())
        {
            if (matches is null || matches(payload)) return payload;
        }

        throw Unexpected($"{Id<T>()} was to be emitted{Where(condition)}");
    }

    /// <summary>Fails unless the event was emitted so many times.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="times">How many times exactly.</param>
    /// <param name="matches">Which ones count; all when left out.</param>
    /// <param name="condition">Filled in by the compiler, for the message.</param>
    /// <returns>Those that match, in order.</returns>
    /// <exception cref="EventAssertionException">There were more or fewer.</exception>
    public IReadOnlyList<T> AssertEmitted<T>(int times, Func<T, bool>? matches = null, [CallerArgumentExpression(nameof(matches))] string? condition = null)
    {
        var found = matches is null ? Emitted<T>() : Emitted(matches);
        return found.Count == times ? found : throw Unexpected($"{Id<T>()} was to be emitted {Times(times)}{Where(condition)}, but was {Times(found.Count)}");
    }

    /// <summary>Fails if the event was emitted.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="matches">Which one; any when left out.</param>
    /// <param name="condition">Filled in by the compiler, for the message.</param>
    /// <exception cref="EventAssertionException">One was.</exception>
    public void AssertNotEmitted<T>(Func<T, bool>? matches = null, [CallerArgumentExpression(nameof(matches))] string? condition = null)
    {
        if (Emitted<T>().Any(payload => matches is null || matches(payload))) throw Unexpected($"{Id<T>()} was not to be emitted{Where(condition)}");
    }

    /// <summary>Fails unless the event was handled without failing.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="handler">The handler's name; any handler's when left out.</param>
    /// <returns>The first event that it handled.</returns>
    /// <exception cref="EventAssertionException">None was.</exception>
    public T AssertHandled<T>(string? handler = null)
    {
        foreach (var handled in Handled<T>())
        {
            if (handler is null || handled.Handler == handler) return handled.Payload;
        }

        throw Unexpected($"{Id<T>()} was to be handled{By(handler)}", Unknown<T>(handler));
    }

    /// <summary>Fails unless the event was handled so many times without failing.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="times">How many times exactly, each handler's counted.</param>
    /// <param name="handler">The handler's name; all handlers' when left out.</param>
    /// <returns>The events, in the order in which their handlers finished.</returns>
    /// <exception cref="EventAssertionException">There were more or fewer.</exception>
    public IReadOnlyList<T> AssertHandled<T>(int times, string? handler = null)
    {
        T[] found = [.. Handled<T>().Where(handled => handler is null || handled.Handler == handler).Select(static handled => handled.Payload)];
        return found.Length == times ? found : throw Unexpected($"{Id<T>()} was to be handled {Times(times)}{By(handler)}, but was {Times(found.Length)}", Unknown<T>(handler));
    }

    /// <summary>Fails unless the event was published.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="publisher">The publisher's name; any publisher when left out.</param>
    /// <returns>The first message.</returns>
    /// <exception cref="EventAssertionException">None was.</exception>
    public EventMessage AssertPublished<T>(string? publisher = null)
    {
        foreach (var published in Published<T>())
        {
            if (publisher is null || published.Publisher == publisher) return published.Message;
        }

        throw Unexpected($"{Id<T>()} was to be published{(publisher is null ? "" : $" to {publisher}")}");
    }

    /// <summary>Fails unless the event was published so many times.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="times">How many times exactly, each publisher's counted.</param>
    /// <param name="publisher">The publisher's name; all publishers' when left out.</param>
    /// <returns>The messages, in the order in which they were sent.</returns>
    /// <exception cref="EventAssertionException">There were more or fewer.</exception>
    public IReadOnlyList<EventMessage> AssertPublished<T>(int times, string? publisher = null)
    {
        EventMessage[] found = [.. Published<T>().Where(published => publisher is null || published.Publisher == publisher).Select(static published => published.Message)];
        return found.Length == times
            ? found
            : throw Unexpected($"{Id<T>()} was to be published {Times(times)}{(publisher is null ? "" : $" to {publisher}")}, but was {Times(found.Length)}");
    }

    /// <summary>Fails unless a handler or publisher has failed for the event.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <returns>The first failure.</returns>
    /// <exception cref="EventAssertionException">None has.</exception>
    public DeliveryFailure AssertFailed<T>() => Failed<T>() is [var first, ..] ? first : throw Unexpected($"A handler or publisher of {Id<T>()} was to fail");

    /// <summary>Fails if any handler or publisher has failed.</summary>
    /// <exception cref="EventAssertionException">One has.</exception>
    public void AssertNoFailures()
    {
        if (_recorder.Activities.Any(static activity => activity is RecordedFailure)) throw Unexpected("Nothing was to fail");
    }

    private static string Where(string? condition) => condition is null ? "" : $" such that {condition}";

    private static string By(string? handler) => handler is null ? "" : $" by {handler}";

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private string Id<T>() => Topic<T>().Descriptor.Id;

    // Those subscribed at run time are known once they have handled something.
    private string Unknown<T>(string? handler)
    {
        string[] known = [.. Topic<T>().Descriptor.Handlers.Concat(Handled<T>().Select(static handled => handled.Handler)).Distinct(StringComparer.Ordinal)];
        return handler is null || known.Contains(handler) ? "" : $" The event has no handler '{handler}'; {NearestName.Propose(handler, known)}";
    }

    private EventAssertionException Unexpected(string expected, string note = "")
    {
        var all = _recorder.Activities;
        if (all.Count == 0)
            return new EventAssertionException($"{expected}.{note} Nothing has happened.{(_isHosted ? " What emits outside of the host must run inside 'using (bus.Use())'." : "")}");
        string left = all.Count > LinesShown ? $" (the last {LinesShown} of {all.Count})" : "";
        return new EventAssertionException($"{expected}.{note} What has happened{left}:\n{string.Join('\n', all.TakeLast(LinesShown).Select(activity => $"  {activity.Describe(Bus.FindTopic(activity.EventId)!)}"))}");
    }
}
