using Depot.Office;

await Desk.OrderAsync(1);
foreach (var descriptor in EventBus.Current.Descriptors) Console.WriteLine($"{descriptor.Id}: {string.Join(", ", descriptor.Handlers)}");
await EventBus.Current.StopAsync();
