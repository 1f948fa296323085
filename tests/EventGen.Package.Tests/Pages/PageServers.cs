using EventGen.TestKit;

namespace EventGen.Package.Tests.Pages;

/// <summary>The servers that a page mentions, started for it alone.</summary>
internal sealed class PageServers : IAsyncDisposable
{
    private readonly Page _page;
    private readonly List<IAsyncDisposable> _started = [];
    private readonly Dictionary<string, string> _places = new() { ["localhost:5080"] = $"localhost:{LoopbackPort.Take()}" };
    private KafkaMockCluster? _kafka;

    private PageServers(Page page) => _page = page;

    /// <summary>What is elsewhere here than on the page.</summary>
    public IReadOnlyDictionary<string, string> Places => _places;

    public static async Task<PageServers> StartAsync(Page page)
    {
        var servers = new PageServers(page);
        try
        {
            await servers.StartAsync();
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started) await server.DisposeAsync();
        _kafka?.Dispose();
    }

    private async Task StartAsync()
    {
        if (Mentions("localhost:6379"))
        {
            RedisServer.Require();
            Add("localhost:6379", await RedisServer.StartAsync(), static server => $"127.0.0.1:{server.Port}");
        }

        if (Mentions("localhost:5432"))
        {
            PostgreSqlServer.Require();
            Add("Host=localhost:5432;Username=postgres;Password=postgres", await PostgreSqlServer.StartAsync("fsync=off"), static server => server.ConnectionString());
        }

        if (Mentions("localhost:5672"))
        {
            RabbitMqServer.Require();
            Add("amqp://guest:guest@localhost:5672/", await RabbitMqServer.StartNewAsync(), static server => server.Address);
        }

        if (Mentions("localhost:4222"))
        {
            NatsServer.Require();
            Add("localhost:4222", await NatsServer.StartNewAsync(), static server => $"127.0.0.1:{server.Port}");
        }

        if (Mentions("localhost:9092"))
        {
            _kafka = KafkaMockCluster.Start();
            _places.Add("localhost:9092", _kafka.Servers);

            // A mock cluster has nobody create topics.
            _kafka.CreateTopic("shop-events");
        }
    }

    private void Add<T>(string place, T server, Func<T, string> here)
        where T : IAsyncDisposable
    {
        _started.Add(server);
        _places.Add(place, here(server));
    }

    private bool Mentions(string address) => _page.Steps.Any(step => step.Text.Contains(address, StringComparison.Ordinal));
}
