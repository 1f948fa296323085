using Archive;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Emits what it is told to, a line for each event, and writes what its stream has. Where events travel is not said here.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders().AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.AddEventGen(builder.Configuration).AddRedis("redis", builder.Configuration);
using var host = builder.Build();
await host.StartAsync();

await using var stream = Events.Ingest.Stream();
var following = FollowAsync(stream);
Console.WriteLine("Following.");
while (await Console.In.ReadLineAsync() is { } line)
{
    string name = line.TrimStart('-');
    await Events.Ingest.EmitAsync(name == line ? new SipCreated(name) : new SipDeleted(name));
}

await host.StopAsync();
await following;

static async Task FollowAsync(EventStream<IIngestEvent> stream)
{
    await foreach (var e in stream) Console.WriteLine($"{e.GetType().Name} {e.Name}");
}
