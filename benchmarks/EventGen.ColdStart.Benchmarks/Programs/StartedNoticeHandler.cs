using Mediator;

namespace EventGen.ColdStart.Benchmarks.Programs;

public sealed class StartedNoticeHandler : INotificationHandler<StartedNotice>
{
    public ValueTask Handle(StartedNotice notification, CancellationToken cancellationToken)
    {
        Starts.Count(notification.Number);
        return default;
    }
}
