using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VersionProgram;

// Does what it is told to, a line for each command, and says what it has done. Arguments: the application's name, the server, and the file of the outbox.
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
builder.Services.AddEventGen(options => options.Source = args[0])
    .AddRedis("redis", options => (options.Address, options.Channel, options.Mode, options.Receive, options.Group) = (args[1], "orders", RedisMode.Streams, true, args[0]))
    .AddSqliteOutbox($"Data Source={args[2]}", static options => options.PollInterval = TimeSpan.FromMilliseconds(200));
using var host = builder.Build();
await host.StartAsync();
var bus = host.Services.GetRequiredService<EventBus>();
Console.WriteLine("started");

while (await Console.In.ReadLineAsync() is { } line)
{
    string[] words = line.Split(' ', 2);
    switch (words[0])
    {
        case "emit":
            await Events.OrderPlaced.EmitAsync(OrderPlaced.Of(words[1]));
            break;
        case "schedule":
            await Events.OrderPlaced.ScheduleAsync(OrderPlaced.Of(words[1]), TimeSpan.FromDays(1));
            Console.WriteLine("scheduled");
            break;
        case "retry":
            foreach (var entry in await bus.Outbox.ListAsync()) await bus.Outbox.RetryAsync(entry.Id);
            break;
        case "list":
            foreach (var deadLetter in await bus.DeadLetters.ListAsync()) Console.WriteLine($"{deadLetter.Kind} {deadLetter.EventId}: {deadLetter.Reason}");
            Console.WriteLine("listed");
            break;
        case "replay":
            Console.WriteLine(await bus.DeadLetters.ReplayAllAsync());
            break;
    }
}

await host.StopAsync();
