using Microsoft.EntityFrameworkCore.Storage;

namespace EventGen.EntityFrameworkCore.Tests.Databases;

/// <summary>Retries what failed with a <see cref="TimeoutException"/>, at once.</summary>
internal sealed class RetryStrategy(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.Zero)
{
    protected override bool ShouldRetryOn(Exception exception) => exception is TimeoutException;

    protected override TimeSpan? GetNextDelay(Exception lastException) => ExceptionsEncountered.Count <= 3 ? TimeSpan.Zero : null;
}
