using EventGen;
using Plain;

await Events.OrderPlaced.InvokeAsync(number: 1);
using (Events.OrderPlaced.Subscribe(static (OrderPlaced order) => Console.WriteLine($"seen: order {order.Number}")))
    await Events.OrderPlaced.InvokeAsync(new OrderPlaced(2, "c-2"));

var descriptor = Events.OrderPlaced.Descriptor;
Console.WriteLine($"{descriptor.Id}: {descriptor.Description} {string.Join(", ", descriptor.Handlers)}");
Console.WriteLine(typeof(EventBus).Assembly.CustomAttributes.Any(static attribute => attribute.ToString().Contains("Version=v8.0", StringComparison.Ordinal)) ? "lib/net8.0" : "another lib");
await EventBus.Current.StopAsync();
