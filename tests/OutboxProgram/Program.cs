using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OutboxProgram;

// Emits each number that it reads, and writes it when its event has been accepted. To be killed at any moment, and started again with what was not accepted.
// Arguments: the kind of store, its connection string, the name of the instance or "-", the lease in seconds.
var (kind, connectionString, instance, lease) = (args[0], args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
var bus = builder.Services.AddEventGen(static options => options.Source = "program");
if (kind == "sqlite") bus.AddSqliteOutbox(connectionString, Configure);
else bus.AddPostgreSqlOutbox(connectionString, Configure);
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("started");

using var window = new SemaphoreSlim(64);
while (await Console.In.ReadLineAsync() is { } line)
{
    await window.WaitAsync();
    _ = EmitAsync(int.Parse(line, CultureInfo.InvariantCulture));
}

await host.StopAsync();

async Task EmitAsync(int number)
{
    try
    {
        // The id follows from the number, so a number that is emitted again is the same event.
        await Events.Booked.EmitAsync(new Booked(number, $"account {number % 32}"), new Guid(number, 0x1234, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));
        Console.WriteLine(number);
    }
    catch (Exception exception)
    {
        await Console.Error.WriteLineAsync($"{number}: {exception}");
    }
    finally
    {
        window.Release();
    }
}

void Configure(OutboxOptions options)
{
    if (instance != "-") options.Instance = instance;
    options.LeaseDuration = TimeSpan.FromSeconds(lease);
    options.PollInterval = TimeSpan.FromMilliseconds(200);
}
