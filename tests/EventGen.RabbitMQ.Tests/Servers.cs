[assembly: AssemblyFixture(typeof(EventGen.RabbitMQ.Tests.Servers))]

namespace EventGen.RabbitMQ.Tests;

/// <summary>The servers of all tests: one that nobody harms, and one that is killed and stopped, each started when the first test asks for it.</summary>
public sealed class Servers : IAsyncDisposable
{
    private static readonly Lazy<Task<RabbitMqServer>> s_steady = new(static () => Task.Run(RabbitMqServer.StartNewAsync));
    private static readonly Lazy<Task<RabbitMqServer>> s_mortal = new(static () => Task.Run(RabbitMqServer.StartNewAsync));

    /// <summary>Shared by tests that run at the same time; each has an exchange of its own.</summary>
    public static Task<RabbitMqServer> SteadyAsync() => Started(s_steady);

    /// <summary>For one test at a time: those of <see cref="MortalServer"/>. It runs when this returns.</summary>
    public static async Task<RabbitMqServer> MortalAsync()
    {
        var server = await Started(s_mortal);
        if (!server.IsRunning) await server.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { s_steady, s_mortal })
            if (server.IsValueCreated) await (await server.Value).DisposeAsync();
    }

    private static Task<RabbitMqServer> Started(Lazy<Task<RabbitMqServer>> server)
    {
        RabbitMqServer.Require();
        return server.Value;
    }
}
