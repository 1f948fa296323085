using StackExchange.Redis;

namespace EventGen.Redis.Tests;

internal static class RedisCommands
{
    public static async Task<long> StreamLengthAsync(this IDatabase database, string stream) => (long)await database.ExecuteAsync("XLEN", stream);
}
