using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /status</c>.</summary>
internal sealed class StatusEndpoint(ManagementServer server)
{
    private static readonly string s_version = typeof(EventBus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public async Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request);
        var bus = server.Bus;
        var health = bus.GetHealth();
        var queue = bus.Statistics.Queue;
        await Answer.JsonAsync(
            request,
            new StatusModel
            {
                Status = health.Status.ToString().ToLowerInvariant(),
                State = bus.State.ToString().ToLowerInvariant(),
                Problems = health.Problems,
                Application = server.Application,
                Version = s_version,
                UptimeSeconds = Math.Round(bus.TimeProvider.GetElapsedTime(server.Started).TotalSeconds, 1),
                MeasuredSince = bus.Statistics.StartedAt,
                Queue = new QueueModel(queue.Length, queue.Capacity, queue.Workers, queue.Busy, queue.WaitingForKey, queue.Retrying, queue.OldestWait.TotalMilliseconds),
                Rates = Rates(bus.Statistics.Events),
                Events = health.Events,
                Subscribers = health.Subscribers,
                Dropped = health.Dropped,
                Failed = health.Failed,
                Rejected = health.Rejected,
                DeadLetters = health.DeadLetters,
                StuckHandlers = health.StuckHandlers,
                Publishers = [.. health.Publishers.Select(static publisher => new PublisherModel(publisher.Name, publisher.Status.ToString().ToLowerInvariant(), publisher.LastError))],
                Outbox = await OutboxEndpoints.StatusAsync(bus, request.RequestAborted).ConfigureAwait(false),
                ShowsPayloads = server.ShowsPayloads,
                CanEmit = server.CanEmit,
                LiveReaders = server.Readers.Count,
            },
            ManagementJson.Default.StatusModel).ConfigureAwait(false);
    }

    private static RatesModel Rates(IReadOnlyList<EventStatistics> events)
    {
        RateModel emitted = RateModel.Zero, handled = RateModel.Zero, published = RateModel.Zero, failed = RateModel.Zero;
        foreach (var measured in events)
        {
            emitted = emitted.Plus(measured.Rate);
            foreach (var target in measured.Targets)
            {
                failed = failed.Plus(target.FailureRate);
                if (target.IsPublisher) published = published.Plus(target.Rate);
                else handled = handled.Plus(target.Rate);
            }
        }

        return new RatesModel(emitted, handled, published, failed);
    }
}
