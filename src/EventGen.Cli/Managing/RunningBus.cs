using System.Globalization;
using System.Text.Json.Nodes;
using EventGen.Cli.Screens;

namespace EventGen.Cli.Managing;

/// <summary>The outbox and the dead letters of a running application, through its management endpoints.</summary>
internal sealed class RunningBus(ManagementClient client) : IBusAccess
{
    public async Task<BusNames> NamesAsync(CancellationToken cancellationToken)
    {
        HashSet<string> events = [], targets = [];
        while (true)
        {
            var page = (await client.GetAsync(Query.Of("events", ("skip", Number(events.Count)), ("take", "500")), "items", cancellationToken)).Items("items");
            foreach (var item in page)
            {
                events.Add(item.Text("id"));
                foreach (string kind in (string[])["handlers", "publishers"]) targets.UnionWith(item.Items(kind).Select(static target => target.Text("name")));
            }

            if (page.Count < 500) return new BusNames(events, targets, AreAll: true);
        }
    }

    public async Task<JsonNode?> OutboxStatusAsync(CancellationToken cancellationToken) => (await client.GetAsync("outbox?take=1", "status", cancellationToken)).Member("status");

    public async Task<JsonNode?> OutboxAsync(OutboxChoice choice, CancellationToken cancellationToken) => await client.GetAsync(
        Query.Of("outbox", ("event", choice.Event), ("state", choice.State), ("after", choice.After?.ToString(CultureInfo.InvariantCulture)), ("take", choice.Take.ToString(CultureInfo.InvariantCulture))),
        "items",
        cancellationToken);

    public Task RetryAsync(Guid id, CancellationToken cancellationToken) => client.ChangeAsync(HttpMethod.Post, $"outbox/{id}/retry", cancellationToken);

    public Task CancelAsync(Guid id, CancellationToken cancellationToken) => client.ChangeAsync(HttpMethod.Delete, $"outbox/{id}", cancellationToken);

    public async Task<JsonNode?> DeadLettersAsync(DeadLetterChoice choice, int skip, int take, CancellationToken cancellationToken) =>
        await client.GetAsync(Query.Of("dead-letters", [.. Parameters(choice), ("skip", Number(skip)), ("take", Number(take))]), "items", cancellationToken);

    public async Task<JsonNode?> DeadLetterAsync(Guid id, CancellationToken cancellationToken) => await client.GetAsync($"dead-letters/{id}", "id", cancellationToken);

    public async Task<bool> ReplayAsync(Guid id, CancellationToken cancellationToken)
    {
        var replay = await client.SendAsync(HttpMethod.Post, $"dead-letters/{id}/replay", "id", cancellationToken);
        return replay.Flag("succeeded") ?? throw new CommandException($"{id} is being replayed, and that goes on; the dead letter is kept unless it succeeds. {replay.Text("waitsFor")}");
    }

    public Task DiscardAsync(Guid id, CancellationToken cancellationToken) => client.ChangeAsync(HttpMethod.Delete, $"dead-letters/{id}", cancellationToken);

    public Task<JsonNode?> ReplayAllAsync(DeadLetterChoice choice, CancellationToken cancellationToken) => OperateAsync(HttpMethod.Post, "dead-letters/replay", choice, cancellationToken);

    public Task<JsonNode?> DiscardAllAsync(DeadLetterChoice choice, CancellationToken cancellationToken) => OperateAsync(HttpMethod.Delete, "dead-letters", choice, cancellationToken);

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return default;
    }

    private async Task<JsonNode?> OperateAsync(HttpMethod method, string path, DeadLetterChoice choice, CancellationToken cancellationToken)
    {
        var operation = await client.SendAsync(method, Query.Of(path, [.. Parameters(choice), ("all", choice.IsAll ? "true" : null)]), "state", cancellationToken);
        string id = operation.Text("id");
        bool isTold = false;
        try
        {
            while (operation.Text("state") == "running")
            {
                if (!isTold && operation.Text("waitsFor") is { Length: > 0 } waitsFor)
                {
                    Console.Error.WriteLine(Printable.Line($"It waits. {waitsFor}"));
                    isTold = true;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
                operation = await client.GetAsync($"operations/{Uri.EscapeDataString(id)}", "state", cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine(Printable.Line($"The application goes on with it, as operation {id}."));
            throw;
        }

        return operation;
    }

    private static (string Name, string? Value)[] Parameters(DeadLetterChoice choice) =>
        [("event", choice.Event), ("handler", choice.Handler), ("kind", choice.Kind), ("since", choice.Since)];

    private static string? Number(int number) => number == 0 ? null : number.ToString(CultureInfo.InvariantCulture);
}
