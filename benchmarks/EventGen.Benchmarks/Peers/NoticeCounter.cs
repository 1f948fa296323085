namespace EventGen.Benchmarks.Peers;

/// <summary>Counts, for both mediators: each calls it through its own interface.</summary>
public abstract class NoticeCounter<T> : MediatR.INotificationHandler<T>, Mediator.INotificationHandler<T>
    where T : MediatR.INotification, Mediator.INotification
{
    public static long Total { get; private set; }

    Task MediatR.INotificationHandler<T>.Handle(T notification, CancellationToken cancellationToken)
    {
        Total++;
        return Task.CompletedTask;
    }

    ValueTask Mediator.INotificationHandler<T>.Handle(T notification, CancellationToken cancellationToken)
    {
        Total++;
        return default;
    }
}
