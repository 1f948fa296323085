namespace EventGen.Outbox.Benchmarks;

/// <summary>Several routes on one database, among which the callers are shared out.</summary>
internal sealed class SeveralRoutes(IReadOnlyList<IDurableRoute> routes) : IDurableRoute
{
    public Task StartAsync() => Task.WhenAll(routes.Select(static route => route.StartAsync()));

    public Task EmitAsync(Ordered ordered) => routes[ordered.Number % routes.Count].EmitAsync(ordered);

    public Task SettledAsync() => Task.WhenAll(routes.Select(static route => route.SettledAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var route in routes) await route.DisposeAsync();
    }
}
