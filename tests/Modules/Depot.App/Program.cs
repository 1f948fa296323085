using Depot.App;
using Depot.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

Console.WriteLine($"loaded: {LoadedModules.Names()}");
Journal.Keep(Console.WriteLine);

switch (args)
{
    case ["ambient"]:
        await EmitAsync(EventBus.Current);
        await EventBus.Current.StopAsync();
        break;

    case ["created"]:
        await using (var bus = EventBus.Create(static builder => builder.AddModule(DepotAppEventModule.Instance)))
        {
            await bus.StartAsync();
            using (EventBus.Use(bus)) await EmitAsync(bus);
        }

        break;

    case ["hosted"]:
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddEventGen();
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await EmitAsync(host.Services.GetRequiredService<EventBus>());
            await host.StopAsync();
        }

        break;

    default:
        throw new ArgumentException("Say how the bus is made: ambient, created or hosted.");
}

static async Task EmitAsync(EventBus bus)
{
    await bus.Topic<OrderPlaced>().InvokeAsync(new OrderPlaced(1));
    PriceBoard.Change(5);
    foreach (var descriptor in bus.Descriptors) Console.WriteLine($"{descriptor.Id}: {string.Join(", ", descriptor.Handlers)}");
}
