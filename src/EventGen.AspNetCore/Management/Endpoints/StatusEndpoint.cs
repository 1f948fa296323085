using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /status</c>.</summary>
internal sealed class StatusEndpoint(ManagementServer server)
{
    private static readonly string s_version = typeof(EventBus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private readonly OutboxCounts _outbox = new(() => server.Bus.Outbox.HasStore && server.Bus.State == EventBusState.Started ? server.Bus.Outbox.GetStatusAsync(server.Stopping) : null);

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
                Source = bus.Source,
                Version = s_version,
                UptimeSeconds = Math.Round(bus.TimeProvider.GetElapsedTime(server.Started).TotalSeconds, 1),
                MeasuredSince = bus.Statistics.StartedAt,
                Queue = new QueueModel(queue.Length, queue.Capacity, queue.Workers, queue.Busy, queue.WaitingForKey, queue.Retrying, queue.OldestWait.TotalMilliseconds),
                Rates = RatesModel.Of(bus.Statistics.Rates),
                Events = health.Events,
                Subscribers = health.Subscribers,
                Dropped = health.Dropped,
                Failed = health.Failed,
                Rejected = health.Rejected,
                Ignored = health.Ignored,
                DeadLetters = health.DeadLetters,
                DeadLettersLost = bus.DeadLetters.Lost,
                StuckHandlers = health.StuckHandlers,
                Publishers = [.. health.Publishers.Select(static publisher => new PublisherModel(publisher.Name, publisher.Status.ToString().ToLowerInvariant(), publisher.LastError))],
                Outbox = await _outbox.ReadAsync(request.RequestAborted).ConfigureAwait(false),
                ShowsPayloads = server.ShowsPayloads,
                CanEmit = server.CanEmit,
                CanChange = await server.Gate.MayChangeAsync(request).ConfigureAwait(false),
                LiveReaders = server.Readers.Count,
            },
            ManagementJson.Default.StatusModel).ConfigureAwait(false);
    }
}
