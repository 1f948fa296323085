using EventGen;

namespace MigratedShop;

/// <summary>Saves an order over tables that migrations have made, and ends when its event has been handled.</summary>
public static class Program
{
    public static async Task Main(string[] args)
    {
        var (kind, connectionString, customer) = (args[0], args[1], args[2]);
        await using var bus = kind == nameof(SqliteShop) ? SqliteDesign.Bus(connectionString) : PostgreSqlDesign.Bus(connectionString);
        await using ShopDb db = kind == nameof(SqliteShop) ? new SqliteShop(SqliteDesign.Options(connectionString, bus)) : new PostgreSqlShop(PostgreSqlDesign.Options(connectionString, bus));
#if OUTBOX
        await bus.StartAsync();
#endif
        db.Orders.Add(new Order { Customer = customer });
        await db.SaveChangesAsync();
#if OUTBOX
        while ((await bus.Outbox.GetStatusAsync()).Pending > 0) await Task.Delay(10);
        await bus.StopAsync();
#endif
        Console.WriteLine($"orders of {string.Join(", ", db.Orders.OrderBy(order => order.Id).Select(order => order.Customer))}");
    }

    public static EventBus Create(Action<EventBusBuilder> configure) => EventBus.Create(builder =>
    {
#if OUTBOX
        builder.AddModule(MigratedShopEventModule.Instance);
#endif
        configure(builder);
    });

    public static void Configure(OutboxOptions options)
    {
        options.Application = "shop";
        options.CreateTables = false;
        options.TablePrefix = "shop_";
    }
}
