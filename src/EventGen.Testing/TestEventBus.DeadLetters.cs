using System.Runtime.CompilerServices;

namespace EventGen.Testing;

// What should have become a dead letter.
public sealed partial class TestEventBus
{
    /// <summary>Fails unless the event has become a dead letter: a handler or publisher has failed, and is not attempted again.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="matches">Which one; any when left out. A dead letter of a store that does not keep <see cref="DeadLetter.Delivery.Payload"/> matches none.</param>
    /// <param name="target">The name of the handler or publisher; any when left out.</param>
    /// <param name="cancellationToken">Cancels the read of the store.</param>
    /// <param name="condition">Filled in by the compiler, for the message.</param>
    /// <returns>The oldest that matches.</returns>
    /// <exception cref="EventAssertionException">None has.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<DeadLetter.Delivery> AssertDeadLetteredAsync<T>(
        Func<T, bool>? matches = null,
        string? target = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(matches))] string? condition = null)
    {
        var deadLetters = await DeadLettersAsync(new DeadLetterFilter { EventId = Id<T>(), Target = target }, cancellationToken).ConfigureAwait(false);
        foreach (var delivery in deadLetters.OfType<DeadLetter.Delivery>())
        {
            if (matches is null || delivery.Payload is T payload && matches(payload)) return delivery;
        }

        throw Unexpected($"{Id<T>()} was to become a dead letter{(target is null ? "" : $" of {target}")}{Where(condition)}");
    }

    /// <summary>Fails if there is a dead letter of any event, or of a message that was rejected.</summary>
    /// <param name="cancellationToken">Cancels the read of the store.</param>
    /// <exception cref="EventAssertionException">There is one.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask AssertNoDeadLettersAsync(CancellationToken cancellationToken = default)
    {
        if (await DeadLettersAsync(DeadLetterFilter.All, cancellationToken).ConfigureAwait(false) is not [var first, ..] all) return;
        string rest = all.Count > 1 ? $" and {all.Count - 1} more" : "";
        throw Unexpected($"There were to be no dead letters, but there is one of {first.Target} for '{first.EventId}': {Cause(first)}{rest}");
    }

    private static string Cause(DeadLetter deadLetter) =>
        deadLetter is DeadLetter.Delivery { ExceptionType: { } exception } ? $"{exception}: {deadLetter.Reason}" : deadLetter.Reason;

    private async ValueTask<IReadOnlyList<DeadLetter>> DeadLettersAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        const int PageSize = 100;
        var all = new List<DeadLetter>();
        while (true)
        {
            var page = await DeadLetters.ListAsync(filter, all.Count, PageSize, cancellationToken).ConfigureAwait(false);
            all.AddRange(page);
            if (page.Count < PageSize) return all;
        }
    }
}
