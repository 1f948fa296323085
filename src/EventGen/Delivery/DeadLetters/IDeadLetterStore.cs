using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>Keeps dead letters. Implementations are thread safe; the bus disposes one that is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> when it has stopped.</summary>
public interface IDeadLetterStore
{
    /// <summary>Keeps a dead letter; one of the same <see cref="DeadLetter.Id"/> is replaced.</summary>
    /// <remarks>
    /// Called on a thread of the pool, for one dead letter after the other; the next call does not wait for the task. No worker and no emitter
    /// waits for it, but a received message is not acknowledged before the task has completed. What the call throws, or does not take within
    /// 30 s, is logged and counted as lost, and so is what comes while <see cref="EventBusOptions.DeadLetterCapacity"/> wait for it. Others decide how
    /// many <see cref="DeadLetter.RejectedMessage"/>s there are: a store bounds them apart. A store may emit events until the bus stops; from then on
    /// an emit throws <see cref="EventBusStoppedException"/>, as everywhere outside of handlers.
    /// </remarks>
    ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken);

    /// <summary>A page of the dead letters that the filter lets through, the oldest first.</summary>
    /// <param name="filter">Which dead letters.</param>
    /// <param name="skip">How many to pass over.</param>
    /// <param name="take">How many to return at most.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    /// <returns>Fewer than <paramref name="take"/> only where there are no more: who reads page after page ends there.</returns>
    ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken);

    /// <summary>The ids of all dead letters that the filter lets through, the oldest first.</summary>
    /// <remarks>
    /// A dead letter that is kept all the time is returned once, whatever is added or removed meanwhile, here or in another process. A store that does not
    /// implement it is asked for pages with <see cref="ListAsync"/>, and reads all dead letters whole.
    /// </remarks>
    /// <param name="filter">Which dead letters.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    async IAsyncEnumerable<Guid> ListIdsAsync(DeadLetterFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int Page = 100;
        HashSet<Guid> known = [];
        for (int skip = 0; ; skip += Page - 1)
        {
            var page = await ListAsync(filter, skip, Page, cancellationToken).ConfigureAwait(false);

            // Pages overlap by one. Where they do not, some were removed, and what came after them has moved to the front.
            while (skip > 0 && !page.Any(deadLetter => known.Contains(deadLetter.Id)))
            {
                skip = Math.Max(0, skip - Page + 1);
                page = await ListAsync(filter, skip, Page, cancellationToken).ConfigureAwait(false);
            }

            foreach (var deadLetter in page)
                if (known.Add(deadLetter.Id)) yield return deadLetter.Id;
            if (page.Count < Page) yield break;
        }
    }

    /// <summary>How many dead letters the filter lets through, and why they are there. The dashboard asks for it again and again.</summary>
    /// <remarks>A store that does not implement it is asked for pages with <see cref="ListAsync"/>: of 10,000 dead letters, or 64 MiB of them, at most.</remarks>
    /// <param name="filter">Which dead letters.</param>
    /// <param name="cancellationToken">Cancels the reading, which changes nothing.</param>
    async ValueTask<DeadLetterSummary> SummariseAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        const int MostRead = 10_000, PageSize = 500, SmallPageSize = 50, LargeBytes = 8 * 1024;
        const long MostBytes = 64 * 1024 * 1024;
        List<DeadLetterCause> causes = [];
        long bytes = 0;
        for (int pageSize = SmallPageSize; causes.Count < MostRead && bytes < MostBytes;)
        {
            var page = await ListAsync(filter, causes.Count, pageSize, cancellationToken).ConfigureAwait(false);
            causes.AddRange(page.Select(DeadLetterCause.Of));
            if (page.Count < pageSize) return DeadLetterSummary.Of(causes);

            // Large ones are read in small pages.
            bytes += page.Sum(SizeOf);
            pageSize = Math.Min(bytes / causes.Count < LargeBytes ? PageSize : SmallPageSize, MostRead - causes.Count);
        }

        return DeadLetterSummary.Of(causes, isPartial: true);
    }

    /// <summary>One dead letter; <see langword="null"/> when there is none of that id.</summary>
    ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a dead letter for a replay, so that no other process that has the store replays or discards it until <see cref="ReleaseAsync"/> or
    /// <see cref="RemoveAsync"/>. What a process has taken that dies must become free.
    /// </summary>
    /// <returns>False when another process has taken it, or there is none of that id. A store of one process need not implement it: the bus takes no dead letter twice.</returns>
    ValueTask<bool> ClaimAsync(Guid id, CancellationToken cancellationToken) => new(true);

    /// <summary>Gives back what this process has taken with <see cref="ClaimAsync"/>, after a replay that failed.</summary>
    ValueTask ReleaseAsync(Guid id, CancellationToken cancellationToken) => default;

    /// <summary>Removes a dead letter; false when there is none of that id, or another process has taken it.</summary>
    ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>How many dead letters are kept. Cheap: health asks for it.</summary>
    long Count { get; }

    private static long SizeOf(DeadLetter deadLetter) => (sizeof(char) * (long)deadLetter.Reason.Length) + deadLetter switch
    {
        DeadLetter.RejectedMessage rejected => rejected.Content.Length,
        DeadLetter.Delivery delivery => delivery.Json.Length + (sizeof(char) * (long)delivery.StackTrace.Length),
        _ => 0,
    };
}
