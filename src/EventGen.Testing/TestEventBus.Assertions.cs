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

        throw Unexpected($"{Id<T>()} was to be handled{(handler is null ? "" : $" by {handler}")}");
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

    /// <summary>Fails unless a handler or publisher has failed for the event.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <returns>The first failure.</returns>
    /// <exception cref="EventAssertionException">None has.</exception>
    public DeliveryFailure AssertFailed<T>() => Failed<T>() is [var first, ..] ? first : throw Unexpected($"A handler or publisher of {Id<T>()} was to fail");

    /// <summary>Fails if any handler or publisher has failed.</summary>
    /// <exception cref="EventAssertionException">One has.</exception>
    public void AssertNoFailures()
    {
        if (_recorder.Activities.Any(static happening => happening is RecordedFailure)) throw Unexpected("Nothing was to fail");
    }

    private static string Where(string? condition) => condition is null ? "" : $" such that {condition}";

    private string Id<T>() => Topic<T>().Descriptor.Id;

    private EventAssertionException Unexpected(string expected)
    {
        var all = _recorder.Activities;
        if (all.Count == 0) return new EventAssertionException($"{expected}. Nothing has happened.");
        string left = all.Count > LinesShown ? $" (the last {LinesShown} of {all.Count})" : "";
        return new EventAssertionException($"{expected}. What has happened{left}:\n{string.Join('\n', all.TakeLast(LinesShown).Select(static happening => $"  {happening.Describe()}"))}");
    }
}
