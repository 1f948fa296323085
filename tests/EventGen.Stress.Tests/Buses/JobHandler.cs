namespace EventGen.Stress.Tests.Buses;

public static class JobHandler
{
    [Subscribe]
    public static ValueTask HandleAsync(Job job, CancellationToken cancellationToken) => job.Round.HandleAsync(job, cancellationToken);
}
