namespace EventGen.AspNetCore.Management;

/// <summary>The dead letters of the emissions in one trace.</summary>
internal sealed class DeadLettersOfTrace : IDisposable
{
    // An emission has one for each handler and publisher that failed.
    private const int MaxOfOne = 100;

    private const int PageSize = 200;

    // No store finds them by what travelled with their event. The newest thousand: a trace is looked at soon after its events.
    private const int MaxRead = 1000;

    private readonly DeadLetters _deadLetters;
    private readonly OptionalQuestions _store;
    private List<DeadLetter> _found = [];

    private DeadLettersOfTrace(DeadLetters deadLetters, OptionalQuestions store) => (_deadLetters, _store) = (deadLetters, store);

    /// <summary>Whether there are no others, beyond those of an emission that is asked for by its id.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The emissions that have some, each as one of its dead letters.</summary>
    public IEnumerable<DeadLetter> Emissions => _found.DistinctBy(static one => one.EmissionId);

    /// <summary>Looks for what belongs to a correlation id, or to the emission with that id and what it has caused.</summary>
    public static async ValueTask<DeadLettersOfTrace> ReadAsync(DeadLetters deadLetters, string id, CancellationToken cancellationToken)
    {
        var found = new DeadLettersOfTrace(deadLetters, new OptionalQuestions(cancellationToken));
        found.IsComplete = await found.ReadAsync(id).ConfigureAwait(false);
        found._found = [.. found._found.DistinctBy(static one => one.Id)];
        return found;
    }

    /// <summary>Those of one emission; <see langword="null"/> while the store does not answer, and after many questions.</summary>
    public async ValueTask<IReadOnlyList<TraceDeadLetterModel>?> OfAsync(Guid emissionId)
    {
        var found = await _store.AskFurtherAsync(token => ListAsync(emissionId, token)).ConfigureAwait(false);
        return found is null ? null : [.. found.Select(static one => new TraceDeadLetterModel(one.Id, one.Target, DeadLetterEndpoints.KindOf(one.Kind)))];
    }

    public void Dispose() => _store.Dispose();

    // False where not all could be looked through.
    private async ValueTask<bool> ReadAsync(string id)
    {
        if (await _store.AskAsync(_ => ValueTask.FromResult<object>(_deadLetters.Count)).ConfigureAwait(false) is not long count) return false;
        int skip = (int)Math.Clamp(count - MaxRead, 0, int.MaxValue);
        bool isAll = skip == 0;
        if (!isAll && Guid.TryParse(id, out var emissionId))
        {
            if (await _store.AskAsync(token => ListAsync(emissionId, token)).ConfigureAwait(false) is not { } ofIt) return false;
            _found.AddRange(ofIt);
        }

        while (true)
        {
            int from = skip;
            if (await _store.AskAsync(token => _deadLetters.ListAsync(skip: from, take: PageSize, cancellationToken: token)).ConfigureAwait(false) is not { } page) return false;
            _found.AddRange(page.Where(one => one.EmissionId.ToString() == id || one.Metadata.CorrelationId == id || one.Metadata.CausationId == id));
            skip += page.Count;
            if (page.Count < PageSize) return isAll;
        }
    }

    // A store of the application may not know this filter.
    private async ValueTask<IEnumerable<DeadLetter>> ListAsync(Guid emissionId, CancellationToken cancellationToken) =>
        (await _deadLetters.ListAsync(new DeadLetterFilter { EmissionId = emissionId }, take: MaxOfOne, cancellationToken: cancellationToken).ConfigureAwait(false))
        .Where(one => one.EmissionId == emissionId);
}
