namespace EventGen.AspNetCore.Management;

/// <summary>The dead letters of the emissions in one trace.</summary>
internal sealed class DeadLettersOfTrace
{
    // An emission has one for each handler and publisher that failed.
    private const int MaxOfOne = 100;

    // Each is a query.
    private const int MaxAsked = 100;

    private const int PageSize = 200;

    // No store finds them by what travelled with their event. The newest thousand: a trace is looked at soon after its events.
    private const int MaxRead = 1000;

    private readonly DeadLetters _deadLetters;
    private List<DeadLetter> _found = [];
    private int _asked;

    private DeadLettersOfTrace(DeadLetters deadLetters) => _deadLetters = deadLetters;

    /// <summary>Whether there are no others, beyond those of an emission that is asked for by its id.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Looks for what belongs to a correlation id, or to the emission with that id and what it has caused.</summary>
    public static async ValueTask<DeadLettersOfTrace> ReadAsync(DeadLetters deadLetters, string id, CancellationToken cancellationToken)
    {
        var found = new DeadLettersOfTrace(deadLetters);
        try
        {
            int skip = (int)Math.Clamp(deadLetters.Count - MaxRead, 0, int.MaxValue);
            found.IsComplete = skip == 0;
            if (skip > 0 && Guid.TryParse(id, out var emissionId)) found._found.AddRange(await found.ListAsync(emissionId, cancellationToken).ConfigureAwait(false));
            IReadOnlyList<DeadLetter> page;
            do
            {
                page = await deadLetters.ListAsync(skip: skip, take: PageSize, cancellationToken: cancellationToken).ConfigureAwait(false);
                found._found.AddRange(page.Where(one => one.EmissionId.ToString() == id || one.Metadata.CorrelationId == id || one.Metadata.CausationId == id));
                skip += page.Count;
            }
            while (page.Count == PageSize);

            found._found = [.. found._found.DistinctBy(static one => one.Id)];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Health says that the store does not answer.
            found.IsComplete = false;
        }

        return found;
    }

    /// <summary>The emissions that have some, each as one of its dead letters.</summary>
    public IEnumerable<DeadLetter> Emissions => _found.DistinctBy(static one => one.EmissionId);

    /// <summary>Those of one emission; <see langword="null"/> while the store does not answer, and after many questions.</summary>
    public async ValueTask<IReadOnlyList<TraceDeadLetterModel>?> OfAsync(Guid emissionId, CancellationToken cancellationToken)
    {
        if (++_asked > MaxAsked) return null;
        try
        {
            var found = await ListAsync(emissionId, cancellationToken).ConfigureAwait(false);
            return [.. found.Select(static one => new TraceDeadLetterModel(one.Id, one.Target, DeadLetterEndpoints.KindOf(one.Kind)))];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // A store of the application may not know this filter.
    private async ValueTask<IEnumerable<DeadLetter>> ListAsync(Guid emissionId, CancellationToken cancellationToken) =>
        (await _deadLetters.ListAsync(new DeadLetterFilter { EmissionId = emissionId }, take: MaxOfOne, cancellationToken: cancellationToken).ConfigureAwait(false))
        .Where(one => one.EmissionId == emissionId);
}
