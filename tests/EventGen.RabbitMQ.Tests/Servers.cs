[assembly: AssemblyFixture(typeof(EventGen.RabbitMQ.Tests.Servers))]

namespace EventGen.RabbitMQ.Tests;

/// <summary>The servers of all tests: one that nobody harms, and two that are killed and stopped, each started when the first test asks for it.</summary>
public sealed class Servers : IAsyncDisposable
{
    private static readonly Lazy<Task<RabbitMqServer>> s_steady = new(static () => Task.Run(RabbitMqServer.StartNewAsync));
    private static readonly Lazy<Task<RabbitMqServer>> s_mortal = new(static () => Task.Run(RabbitMqServer.StartNewAsync));
    private static readonly Lazy<Task<RabbitMqServer>> s_otherMortal = new(static () => Task.Run(RabbitMqServer.StartNewAsync));

    /// <summary>Shared by tests that run at the same time; each has an exchange of its own.</summary>
    public static Task<RabbitMqServer> SteadyAsync() => Started(s_steady);

    /// <summary>For one test at a time: those of <see cref="MortalServer"/>. It runs when this returns.</summary>
    public static Task<RabbitMqServer> MortalAsync() => RunningAsync(s_mortal);

    /// <summary>For one test at a time: those of <see cref="OtherMortalServer"/>. It runs when this returns.</summary>
    public static Task<RabbitMqServer> OtherMortalAsync() => RunningAsync(s_otherMortal);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { s_steady, s_mortal, s_otherMortal })
            if (server.IsValueCreated) await (await server.Value).DisposeAsync();
    }

    private static Task<RabbitMqServer> Started(Lazy<Task<RabbitMqServer>> server)
    {
        RabbitMqServer.Require();
        return server.Value;
    }

    private static async Task<RabbitMqServer> RunningAsync(Lazy<Task<RabbitMqServer>> mortal)
    {
        var server = await Started(mortal);
        if (!server.IsRunning) await server.StartAsync();
        return server;
    }
}
