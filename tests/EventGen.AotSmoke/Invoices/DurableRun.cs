using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AotSmoke.Invoices;

/// <summary>A durable event: handled, kept over a restart of the bus, and handled then.</summary>
/// <param name="connect">Makes a connection to the database of the outbox.</param>
/// <param name="addOutbox">Adds the outbox.</param>
internal sealed class DurableRun(Func<DbConnection> connect, Action<EventBusBuilder> addOutbox)
{
    public async Task RunAsync()
    {
        await ExecuteAsync("CREATE TABLE entries (line TEXT NOT NULL)");
        await using (var services = new ServiceCollection().BuildServiceProvider())
        await using (var bus = Create(services))
        {
            await bus.StartAsync();
            Accounts.IsOpen = true;
            await bus.Topic<InvoiceSent>().EmitAsync(new InvoiceSent("c-1", 1));
            await HandledAsync(bus);

            Accounts.IsOpen = false;
            int refused = Accounts.Refused;
            await bus.Topic<InvoiceSent>().EmitAsync(new InvoiceSent("c-1", 2));
            while (Accounts.Refused == refused) await Task.Delay(5);
            var drained = await bus.StopAsync();
            Console.WriteLine($"{(drained.IsComplete ? "nothing lost" : drained.ToString())}: {await ExecuteAsync("SELECT COUNT(*) FROM entries")} entered");
        }

        await using (var services = new ServiceCollection().BuildServiceProvider())
        await using (var bus = Create(services))
        {
            Accounts.IsOpen = true;
            await bus.StartAsync();
            await HandledAsync(bus);
            await bus.StopAsync();
            Console.WriteLine($"after a restart: {await ExecuteAsync("SELECT COUNT(*) FROM entries")} entered, the last is {await ExecuteAsync("SELECT MAX(line) FROM entries")}");
        }
    }

    private EventBus Create(IServiceProvider services) => EventBus.Create(builder =>
    {
        builder.AddModule(EventGenAotSmokeEventModule.Instance).AddPublisher(new MemoryPublisher("archive")).UseServices(services).Configure(static options => options.Source = "smoke");
        addOutbox(builder);
    });

    private static async Task HandledAsync(EventBus bus)
    {
        while ((await bus.Outbox.GetStatusAsync()).Pending > 0) await Task.Delay(5);
    }

    private async Task<string?> ExecuteAsync(string sql)
    {
        await using var connection = connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
