using System.Collections.Concurrent;

namespace EventGen.EntityFrameworkCore.Tests.Shop;

/// <summary>A handler that writes to the database, in a way that each run gives it.</summary>
internal static class Shipping
{
    private static readonly ConcurrentDictionary<string, Func<ShopDb, IServiceProvider, int, Task>> s_works = new();
    private static readonly ConcurrentDictionary<string, int> s_attempts = new();

    public static void Works(string run, Func<ShopDb, IServiceProvider, int, Task> work) => s_works[run] = work;

    public static int Attempts(string run) => s_attempts.GetValueOrDefault(run);

    [Subscribe(Name = "shipping"), Retry(3, Delay = "00:00:00.010")]
    public static Task Ship(OrderShipped e, ShopDb db, IServiceProvider services) => s_works[e.Run](db, services, s_attempts.AddOrUpdate(e.Run, 1, static (_, n) => n + 1));
}
