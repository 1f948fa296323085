namespace EventGen.AspNetCore.Management;

/// <summary>The dead letters of the emissions in one trace.</summary>
internal sealed class DeadLettersOfTrace(DeadLetters deadLetters)
{
    // An emission has one for each handler and publisher that failed.
    private const int MaxOfOne = 100;

    // Each is a query.
    private const int MaxAsked = 100;

    private int _asked;

    /// <summary>Those of one emission; <see langword="null"/> while the store does not answer, and after many questions.</summary>
    public async ValueTask<IReadOnlyList<TraceDeadLetterModel>?> OfAsync(Guid emissionId, CancellationToken cancellationToken)
    {
        if (++_asked > MaxAsked) return null;
        try
        {
            var found = await deadLetters.ListAsync(new DeadLetterFilter { EmissionId = emissionId }, take: MaxOfOne, cancellationToken: cancellationToken).ConfigureAwait(false);

            // A store of the application may not know this filter.
            return [.. found.Where(one => one.EmissionId == emissionId).Select(static one => new TraceDeadLetterModel(one.Id, one.Target, DeadLetterEndpoints.KindOf(one.Kind)))];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Health says that the store does not answer.
            return null;
        }
    }
}
