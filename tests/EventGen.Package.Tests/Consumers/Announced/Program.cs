using EventGen;

var bus = EventBus.Create(static builder => builder.AddModule(Announced.AnnouncedEventModule.Instance).AddPublisher(new MemoryPublisher("board")));
await bus.StartAsync();
await bus.Topic<Announced.SaleAnnounced>().InvokeAsync(new Announced.SaleAnnounced("c-1", 0.1m));
await bus.StopAsync();
Console.WriteLine("announced");
