using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>The bare client of a test beside the bus.</summary>
internal static class RedisClient
{
    // Of a command, in milliseconds: a machine that is busy with other tests is no failure.
    private const int Patience = 60_000;

    /// <summary>A client that may send every command.</summary>
    public static Task<ConnectionMultiplexer> ConnectAsync(RedisServer server, string? password = null)
    {
        var options = new ConfigurationOptions { AllowAdmin = true, AsyncTimeout = Patience, SyncTimeout = Patience, Password = password };
        options.EndPoints.Add("127.0.0.1", server.Port);
        return ConnectionMultiplexer.ConnectAsync(options);
    }
}
